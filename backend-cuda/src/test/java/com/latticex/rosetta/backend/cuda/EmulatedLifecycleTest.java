package com.latticex.rosetta.backend.cuda;

import com.latticex.rosetta.backend.RingBackend;
import com.latticex.rosetta.backend.contract.LifecycleContract;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(EmulatedDriver.class)
class EmulatedLifecycleTest extends LifecycleContract {
    @Override
    protected RingBackend open() {
        return EmulatedDriver.open();
    }
}
