package com.latticex.rosetta.backend.contract;

import com.latticex.rosetta.backend.RingBackend;

class CompositeBitsTest extends BitsContract {
    @Override
    protected RingBackend open() {
        return Composite.open();
    }
}
