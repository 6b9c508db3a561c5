package com.latticex.rosetta.backend.contract;

import com.latticex.rosetta.backend.RingBackend;

class ReferenceMeaningTest extends MeaningContract {
    @Override
    protected RingBackend open() {
        return new ReferenceBackend();
    }
}
