package com.latticex.rosetta.backend.contract;

import com.latticex.rosetta.backend.RingBackend;

class ReferencePrgTest extends PrgContract {
    @Override
    protected RingBackend open() {
        return new ReferenceBackend();
    }
}
