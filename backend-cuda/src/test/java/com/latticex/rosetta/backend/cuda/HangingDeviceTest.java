package com.latticex.rosetta.backend.cuda;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.latticex.rosetta.backend.DeviceWait;
import com.latticex.rosetta.backend.RingBackend;
import com.latticex.rosetta.backend.Words;
import com.latticex.rosetta.error.DeviceException;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A device that never answers is given up in time, and closing it does not wait either. What it held is left to it. */
@ExtendWith(EmulatedDriver.class)
class HangingDeviceTest {
    @Test
    void isGivenUpInTime() {
        System.setProperty(DeviceWait.SETTING, "1");
        try (RingBackend b = EmulatedDriver.open();
                Words x = b.words(4)) {
            b.fill(1, x);
            EmulatedDriver.hang();
            assertThatThrownBy(() -> b.download(x, MemorySegment.ofArray(new long[4])))
                    .isInstanceOf(DeviceException.class)
                    .hasMessageContaining("cuda:0 did not finish a transfer within 1 s");
            assertThatThrownBy(() -> b.fill(2, x))
                    .isInstanceOf(DeviceException.class)
                    .hasMessageContaining("missed a time-out earlier");
        } finally {
            System.clearProperty(DeviceWait.SETTING);
        }
    }
}
