package com.latticex.rosetta.backend.cuda;

import com.latticex.rosetta.backend.RingBackend;
import com.latticex.rosetta.backend.contract.MeaningContract;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(EmulatedDriver.class)
class EmulatedMeaningTest extends MeaningContract {
    @Override
    protected RingBackend open() {
        return EmulatedDriver.open();
    }
}
