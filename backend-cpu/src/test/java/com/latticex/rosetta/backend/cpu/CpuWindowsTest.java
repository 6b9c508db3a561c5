package com.latticex.rosetta.backend.cpu;

import com.latticex.rosetta.backend.RingBackend;
import com.latticex.rosetta.backend.contract.WindowsContract;

class CpuWindowsTest extends WindowsContract {
    @Override
    protected RingBackend open() {
        return new CpuProvider().open(0);
    }
}
