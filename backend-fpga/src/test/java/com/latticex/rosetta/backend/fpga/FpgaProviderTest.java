package com.latticex.rosetta.backend.fpga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.latticex.rosetta.backend.Availability.Unavailable;
import com.latticex.rosetta.backend.Backends;
import com.latticex.rosetta.error.DeviceException;
import org.junit.jupiter.api.Test;

class FpgaProviderTest {
    private static final String ABSENT = "librosetta-absent.so.1";
    private static final String PRESENT = "libc.so.6";

    @Test
    void isRegistered() {
        assertThat(Backends.installed().probe())
                .extracting(Backends.Probe::name)
                .contains("fpga");
    }

    @Test
    void namesTheMissingDriver() {
        assertThat(new FpgaProvider(ABSENT).probe())
                .isInstanceOfSatisfying(
                        Unavailable.class,
                        missing -> assertThat(missing.reason()).contains(ABSENT));
    }

    @Test
    void saysThatADriverAloneIsNotEnough() {
        assertThat(new FpgaProvider(PRESENT).probe())
                .isInstanceOfSatisfying(
                        Unavailable.class,
                        missing -> assertThat(missing.reason()).contains("no FPGA kernels yet"));
    }

    @Test
    void refusesToOpenWithReasonAndRemedy() {
        assertThatThrownBy(() -> Backends.installed().open("fpga"))
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining("fpga");
        assertThatThrownBy(() -> new FpgaProvider(ABSENT).open(0))
                .isInstanceOf(DeviceException.class)
                .hasMessageContainingAll(ABSENT, "Install");
    }
}
