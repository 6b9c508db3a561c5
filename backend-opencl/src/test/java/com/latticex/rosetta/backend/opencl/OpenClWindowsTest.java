package com.latticex.rosetta.backend.opencl;

import com.latticex.rosetta.backend.RingBackend;
import com.latticex.rosetta.backend.contract.WindowsContract;

class OpenClWindowsTest extends WindowsContract {
    @Override
    protected RingBackend open() {
        return TestDevice.open();
    }
}
