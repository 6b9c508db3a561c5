package com.latticex.rosetta.backend.cuda;

import com.latticex.rosetta.backend.RingBackend;
import com.latticex.rosetta.backend.contract.WindowsContract;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(EmulatedDriver.class)
class EmulatedWindowsTest extends WindowsContract {
    @Override
    protected RingBackend open() {
        return EmulatedDriver.open();
    }
}
