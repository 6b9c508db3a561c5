package com.latticex.rosetta.backend.cuda;

import com.latticex.rosetta.backend.RingBackend;
import com.latticex.rosetta.backend.contract.PrgContract;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(EmulatedDriver.class)
class EmulatedPrgTest extends PrgContract {
    @Override
    protected RingBackend open() {
        return EmulatedDriver.open();
    }
}
