package com.latticex.rosetta.backend.opencl;

import com.latticex.rosetta.backend.RingBackend;
import com.latticex.rosetta.backend.contract.PrgContract;

class OpenClPrgTest extends PrgContract {
    @Override
    protected RingBackend open() {
        return TestDevice.open();
    }
}
