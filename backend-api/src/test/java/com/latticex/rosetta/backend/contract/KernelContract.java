package com.latticex.rosetta.backend.contract;

import com.latticex.rosetta.backend.RingBackend;
import com.latticex.rosetta.backend.contract.Differential.Kernel;
import org.junit.jupiter.api.AfterAll;

/** Compares kernels with the reference. */
abstract class KernelContract extends BackendContract {
    static final String AWKWARD = "com.latticex.rosetta.backend.contract.Samples#awkward";
    static final String ANY = "com.latticex.rosetta.backend.contract.Samples#awkwardAndLarge";

    private final RingBackend reference = new ReferenceBackend();

    @AfterAll
    final void closeReference() {
        reference.close();
    }

    final void check(Kernel kernel, Object... arrays) {
        new Differential(backend(), reference).check(kernel, arrays);
    }
}
