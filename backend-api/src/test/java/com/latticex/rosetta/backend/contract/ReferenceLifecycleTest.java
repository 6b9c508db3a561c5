package com.latticex.rosetta.backend.contract;

import com.latticex.rosetta.backend.RingBackend;

class ReferenceLifecycleTest extends LifecycleContract {
    @Override
    protected RingBackend open() {
        return new ReferenceBackend();
    }
}
