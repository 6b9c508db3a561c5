package com.latticex.rosetta.backend.opencl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.latticex.rosetta.backend.Availability;
import com.latticex.rosetta.backend.Availability.Available;
import com.latticex.rosetta.backend.Availability.Unavailable;
import com.latticex.rosetta.backend.opencl.host.ClDevice;
import com.latticex.rosetta.error.DeviceException;
import java.util.List;
import org.jocl.CL;
import org.jocl.cl_device_id;
import org.jocl.cl_platform_id;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OpenClProviderTest {
    /** JOCL's classes exist without OpenCL, but are initialised with it. */
    @BeforeAll
    static void needsADevice() {
        TestDevice.require();
    }

    private static ClDevice device(String name, long type, boolean compiler, boolean wide, boolean little) {
        return new ClDevice(
                new cl_platform_id(),
                new cl_device_id(),
                "platform",
                "OpenCL 1.2",
                name,
                "vendor",
                "OpenCL 1.2",
                "1.0",
                type,
                1 << 30,
                1 << 28,
                4,
                false,
                compiler,
                wide,
                little);
    }

    @Test
    void listsPlatformDeviceMemoryAndDriver() {
        Available found = (Available) new OpenClProvider().probe();
        assertThat(found.devices().getFirst().backend()).isEqualTo("opencl");
        assertThat(found.devices().getFirst().memoryBytes()).isPositive();
        assertThat(found.devices().getFirst().detail()).contains("driver").contains("units");
    }

    @Test
    void refusesUnknownIndexes() {
        for (int index : new int[] {-1, 99}) {
            assertThatThrownBy(() -> new OpenClProvider().open(index))
                    .isInstanceOf(DeviceException.class)
                    .hasMessageContaining("opencl:" + index + " does not exist");
        }
    }

    @Test
    void putsGpusFirst() {
        Available found = (Available) OpenClProvider.describe(List.of(
                device("processor", CL.CL_DEVICE_TYPE_CPU, true, true, true),
                device("graphics", CL.CL_DEVICE_TYPE_GPU, true, true, true)));
        assertThat(found.devices().getFirst().name()).isEqualTo("graphics");
    }

    @Test
    void saysWhyDevicesCannotBeUsed() {
        assertThat(OpenClProvider.describe(List.of()))
                .isInstanceOfSatisfying(
                        Unavailable.class,
                        missing -> assertThat(missing.remedy()).contains("apt-get install"));
        Availability refused = OpenClProvider.describe(List.of(
                device("narrow", CL.CL_DEVICE_TYPE_GPU, true, false, true),
                device("swapped", CL.CL_DEVICE_TYPE_GPU, true, true, false),
                device("board", CL.CL_DEVICE_TYPE_ACCELERATOR, false, true, true)));
        assertThat(refused)
                .isInstanceOfSatisfying(
                        Unavailable.class,
                        missing -> assertThat(missing.reason())
                                .contains("narrow has no 64-bit integers")
                                .contains("swapped is big-endian")
                                .contains("board has no compiler"));
    }
}
