package com.latticex.rosetta.backend.opencl;

import com.latticex.rosetta.backend.RingBackend;
import com.latticex.rosetta.backend.contract.MeaningContract;

class OpenClMeaningTest extends MeaningContract {
    @Override
    protected RingBackend open() {
        return TestDevice.open();
    }
}
