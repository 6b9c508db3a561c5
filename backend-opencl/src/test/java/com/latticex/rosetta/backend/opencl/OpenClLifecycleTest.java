package com.latticex.rosetta.backend.opencl;

import com.latticex.rosetta.backend.RingBackend;
import com.latticex.rosetta.backend.contract.LifecycleContract;

class OpenClLifecycleTest extends LifecycleContract {
    @Override
    protected RingBackend open() {
        return TestDevice.open();
    }
}
