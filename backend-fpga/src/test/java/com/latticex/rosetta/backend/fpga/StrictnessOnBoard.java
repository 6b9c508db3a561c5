package com.latticex.rosetta.backend.fpga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.latticex.rosetta.backend.Availability.Available;
import com.latticex.rosetta.backend.Availability.Unavailable;
import com.latticex.rosetta.backend.RingBackend;
import com.latticex.rosetta.backend.Words;
import com.latticex.rosetta.backend.opencl.OpenClProvider;
import com.latticex.rosetta.backend.opencl.host.ClDevice;
import com.latticex.rosetta.error.DeviceException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stand-in is as strict as a board, or the other tests would prove little. Run by {@link ContractOnBoard}. */
class StrictnessOnBoard {
    @Test
    void theDeviceIsAnAcceleratorWithoutACompiler() {
        assertThat(ClDevice.all()).isNotEmpty().allMatch(d -> d.isAccelerator() && !d.compiler() && !d.unified());
        assertThat(new FpgaProvider().probe())
                .isInstanceOfSatisfying(
                        Available.class,
                        found -> assertThat(found.devices().getFirst().detail()).contains("accelerator"));
    }

    @Test
    void sourceIsRefused(@TempDir Path folder) {
        assertThat(new OpenClProvider().probe())
                .isInstanceOfSatisfying(
                        Unavailable.class,
                        missing -> assertThat(missing.reason()).contains("has no compiler"));
        assertThatThrownBy(() -> EmulatedBitstream.write(folder.resolve("other.bin")))
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining("compiler");
    }

    @Test
    void programsTheBoardOnceForAllBackends() {
        try (RingBackend first = new FpgaProvider().open(0);
                RingBackend second = new FpgaProvider().open(0)) {
            assertThat(first.device()).isEqualTo(second.device());
            long[] result = new long[1];
            try (Words x = second.words(1)) {
                second.fill(41, x);
                second.affine(x, 1, 1, x);
                second.download(x, MemorySegment.ofArray(result));
            }
            assertThat(result).containsExactly(42);
        }
    }
}
