package com.latticex.rosetta.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.latticex.rosetta.backend.Availability.Unavailable;
import com.latticex.rosetta.backend.Backends;
import com.latticex.rosetta.error.DeviceException;
import org.junit.jupiter.api.Test;

class CudaProviderTest {
    private static final String ABSENT = "librosetta-absent.so.1";
    private static final String PRESENT = "libc.so.6";

    @Test
    void isRegistered() {
        assertThat(Backends.installed().probe())
                .extracting(Backends.Probe::name)
                .contains("cuda");
    }

    @Test
    void namesTheMissingDriver() {
        assertThat(new CudaProvider(ABSENT).probe())
                .isInstanceOfSatisfying(
                        Unavailable.class,
                        missing -> assertThat(missing.reason()).contains(ABSENT));
    }

    @Test
    void saysThatADriverAloneIsNotEnough() {
        assertThat(new CudaProvider(PRESENT).probe())
                .isInstanceOfSatisfying(
                        Unavailable.class,
                        missing -> assertThat(missing.reason()).contains("no CUDA kernels yet"));
    }

    @Test
    void refusesToOpenWithReasonAndRemedy() {
        assertThatThrownBy(() -> Backends.installed().open("cuda"))
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining("cuda");
        assertThatThrownBy(() -> new CudaProvider(ABSENT).open(0))
                .isInstanceOf(DeviceException.class)
                .hasMessageContainingAll(ABSENT, "Install");
    }
}
