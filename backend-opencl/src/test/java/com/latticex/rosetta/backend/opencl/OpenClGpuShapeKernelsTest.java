package com.latticex.rosetta.backend.opencl;

import com.latticex.rosetta.backend.RingBackend;
import com.latticex.rosetta.backend.contract.RingBackendContract;

class OpenClGpuShapeKernelsTest extends RingBackendContract {
    @Override
    protected RingBackend open() {
        return TestDevice.openLikeGpu();
    }
}
