package com.latticex.rosetta.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.latticex.rosetta.backend.Availability.Available;
import com.latticex.rosetta.backend.BackendProvider;
import com.latticex.rosetta.backend.Backends;
import com.latticex.rosetta.backend.RingBackend;
import com.latticex.rosetta.error.DeviceException;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(EmulatedDriver.class)
class CudaProviderTest {
    @Test
    void isRegistered() {
        assertThat(ServiceLoader.load(BackendProvider.class).stream()
                        .map(p -> p.get().name()))
                .contains("cuda");
    }

    @Test
    void describesItsDevices() {
        assertThat(((Available) new CudaProvider().probe()).devices())
                .singleElement()
                .satisfies(device -> {
                    assertThat(device.backend()).isEqualTo("cuda");
                    assertThat(device.name()).isEqualTo("emulated GPU 0");
                    assertThat(device.detail()).isEqualTo("compute capability 9.0, driver for CUDA 12.6");
                    assertThat(device.memoryBytes()).isPositive();
                });
    }

    @Test
    void isChosenByNameAndNumber() {
        EmulatedDriver.devices(2);
        try (RingBackend second = Backends.installed().open("cuda:1")) {
            assertThat(second.device().index()).isEqualTo(1);
        }
        assertThatThrownBy(() -> Backends.installed().open("cuda:2"))
                .isInstanceOf(DeviceException.class)
                .hasMessageContainingAll("cuda:2", "2 device(s)");
    }
}
