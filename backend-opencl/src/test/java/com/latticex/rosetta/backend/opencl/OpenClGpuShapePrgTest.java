package com.latticex.rosetta.backend.opencl;

import com.latticex.rosetta.backend.RingBackend;
import com.latticex.rosetta.backend.contract.PrgContract;

class OpenClGpuShapePrgTest extends PrgContract {
    @Override
    protected RingBackend open() {
        return TestDevice.openLikeGpu();
    }
}
