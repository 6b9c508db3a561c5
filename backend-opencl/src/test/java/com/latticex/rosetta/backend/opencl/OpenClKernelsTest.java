package com.latticex.rosetta.backend.opencl;

import com.latticex.rosetta.backend.RingBackend;
import com.latticex.rosetta.backend.contract.RingBackendContract;

class OpenClKernelsTest extends RingBackendContract {
    @Override
    protected RingBackend open() {
        return TestDevice.open();
    }
}
