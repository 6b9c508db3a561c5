package com.latticex.rosetta.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.latticex.rosetta.error.ConfigurationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DeviceWaitTest {
    @Test
    void timeOutsAreWholeSeconds() {
        try {
            assertThat(DeviceWait.seconds()).isEqualTo(120);
            System.setProperty(DeviceWait.SETTING, "7");
            assertThat(DeviceWait.seconds()).isEqualTo(7);
            for (String wrong : new String[] {"0", "-1", "soon", "86401"}) {
                System.setProperty(DeviceWait.SETTING, wrong);
                assertThatThrownBy(DeviceWait::seconds)
                        .isInstanceOf(ConfigurationException.class)
                        .hasMessageContaining("-Drosetta.device.timeout=" + wrong);
            }
        } finally {
            System.clearProperty(DeviceWait.SETTING);
        }
    }

    @Test
    void waitsNoLongerThanNeededAndNoLongerThanAllowed() {
        AtomicInteger asked = new AtomicInteger();
        assertThat(DeviceWait.until(() -> asked.incrementAndGet() == 1000, 60)).isTrue();
        assertThat(asked).hasValue(1000);
        long start = System.nanoTime();
        assertThat(DeviceWait.until(() -> false, 1)).isFalse();
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(1_000_000_000L);
    }
}
