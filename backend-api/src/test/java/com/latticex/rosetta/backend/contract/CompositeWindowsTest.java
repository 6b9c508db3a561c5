package com.latticex.rosetta.backend.contract;

import com.latticex.rosetta.backend.RingBackend;

class CompositeWindowsTest extends WindowsContract {
    @Override
    protected RingBackend open() {
        return Composite.open();
    }
}
