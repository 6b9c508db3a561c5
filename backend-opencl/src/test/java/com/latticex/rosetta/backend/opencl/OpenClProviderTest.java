package com.latticex.rosetta.backend.opencl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.latticex.rosetta.backend.Availability.Unavailable;
import com.latticex.rosetta.backend.Backends;
import com.latticex.rosetta.error.DeviceException;
import org.junit.jupiter.api.Test;

class OpenClProviderTest {
    private static final String ABSENT = "librosetta-absent.so.1";
    private static final String PRESENT = "libc.so.6";

    @Test
    void isRegistered() {
        assertThat(Backends.installed().probe())
                .extracting(Backends.Probe::name)
                .contains("opencl");
    }

    @Test
    void namesTheMissingDriver() {
        assertThat(new OpenClProvider(ABSENT).probe())
                .isInstanceOfSatisfying(
                        Unavailable.class,
                        missing -> assertThat(missing.reason()).contains(ABSENT));
    }

    @Test
    void saysThatADriverAloneIsNotEnough() {
        assertThat(new OpenClProvider(PRESENT).probe())
                .isInstanceOfSatisfying(
                        Unavailable.class,
                        missing -> assertThat(missing.reason()).contains("no OpenCL kernels yet"));
    }

    @Test
    void refusesToOpenWithReasonAndRemedy() {
        assertThatThrownBy(() -> Backends.installed().open("opencl"))
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining("opencl");
        assertThatThrownBy(() -> new OpenClProvider(ABSENT).open(0))
                .isInstanceOf(DeviceException.class)
                .hasMessageContainingAll(ABSENT, "Install");
    }
}
