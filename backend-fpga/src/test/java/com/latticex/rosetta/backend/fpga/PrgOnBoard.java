package com.latticex.rosetta.backend.fpga;

import com.latticex.rosetta.backend.RingBackend;
import com.latticex.rosetta.backend.contract.PrgContract;

/** Run by {@link ContractOnBoard}, where the device is a board. */
class PrgOnBoard extends PrgContract {
    @Override
    protected RingBackend open() {
        return new FpgaProvider().open(0);
    }
}
