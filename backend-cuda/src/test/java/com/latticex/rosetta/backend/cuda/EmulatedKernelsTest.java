package com.latticex.rosetta.backend.cuda;

import com.latticex.rosetta.backend.RingBackend;
import com.latticex.rosetta.backend.contract.RingBackendContract;
import org.junit.jupiter.api.extension.ExtendWith;

/** The cross-over of the matrix kernels lies low enough here for both to meet the contract's shapes. */
@ExtendWith(EmulatedDriver.class)
class EmulatedKernelsTest extends RingBackendContract {
    @Override
    protected RingBackend open() {
        return EmulatedDriver.open(new GemmPolicy(20_000));
    }
}
