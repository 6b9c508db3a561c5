package com.latticex.rosetta.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.latticex.rosetta.backend.Availability.Available;
import com.latticex.rosetta.backend.Backends;
import com.latticex.rosetta.backend.RingBackend;
import com.latticex.rosetta.backend.Words;
import com.latticex.rosetta.error.DeviceException;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class CpuProviderTest {
    @Test
    void isFoundByNameAndComputes() {
        try (RingBackend cpu = Backends.installed().open("cpu");
                Words x = cpu.words(3)) {
            cpu.upload(MemorySegment.ofArray(new long[] {1, -2, Long.MAX_VALUE}), x);
            cpu.add(x, x, x);
            long[] sum = new long[3];
            cpu.download(x, MemorySegment.ofArray(sum));
            assertThat(sum).containsExactly(2, -4, -2);
        }
    }

    @Test
    void describesTheProcessor() {
        assertThat(new CpuProvider().probe())
                .isInstanceOfSatisfying(
                        Available.class,
                        found -> assertThat(found.devices())
                                .singleElement()
                                .satisfies(d -> assertThat(d.detail()).contains("-bit vectors")));
    }

    @Test
    void hasOneDevice() {
        assertThatThrownBy(() -> new CpuProvider().open(1))
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining("cpu:1");
    }
}
