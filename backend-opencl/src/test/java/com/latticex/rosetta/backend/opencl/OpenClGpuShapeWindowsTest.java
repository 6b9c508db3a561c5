package com.latticex.rosetta.backend.opencl;

import com.latticex.rosetta.backend.RingBackend;
import com.latticex.rosetta.backend.contract.WindowsContract;

class OpenClGpuShapeWindowsTest extends WindowsContract {
    @Override
    protected RingBackend open() {
        return TestDevice.openLikeGpu();
    }
}
