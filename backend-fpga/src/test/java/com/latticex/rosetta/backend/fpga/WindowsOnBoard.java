package com.latticex.rosetta.backend.fpga;

import com.latticex.rosetta.backend.RingBackend;
import com.latticex.rosetta.backend.contract.WindowsContract;

/** Run by {@link ContractOnBoard}, where the device is a board. */
class WindowsOnBoard extends WindowsContract {
    @Override
    protected RingBackend open() {
        return new FpgaProvider().open(0);
    }
}
