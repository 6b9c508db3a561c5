package com.latticex.rosetta.backend.fpga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.latticex.rosetta.backend.Availability.Unavailable;
import com.latticex.rosetta.error.DeviceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is refused before any driver is asked. */
class FpgaProviderTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private static void refuses(Path file, String because) {
        assertThatThrownBy(() -> Bitstream.read(file))
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining(because);
    }

    private Path file(String manifest) throws IOException {
        Path file = folder.resolve("ring.bin");
        Files.writeString(file, "content");
        Files.writeString(Manifest.pathFor(file), manifest);
        return file;
    }

    private static String manifest(String tile) {
        return "device=board\nkernels=" + Task.names().collect(Collectors.joining(", ")) + "\ntile=" + tile
                + "\nword=64\nsha256=00\n";
    }

    @Test
    void saysThatNoBitstreamIsNamed() {
        String named = System.clearProperty(Bitstream.SETTING);
        try {
            assertThat(new FpgaProvider().probe())
                    .isInstanceOfSatisfying(
                            Unavailable.class,
                            missing -> assertThat(missing.remedy()).contains("-Drosetta.fpga.bitstream=FILE"));
        } finally {
            if (named != null) {
                System.setProperty(Bitstream.SETTING, named);
            }
        }
    }

    @Test
    void refusesFilesThatAreNotThere() throws IOException {
        refuses(folder.resolve("nothing"), "does not exist");
        Path alone = Files.writeString(folder.resolve("alone.bin"), "content");
        refuses(alone, "no manifest alone.bin.properties");
    }

    @Test
    void refusesManifestsThatSayTooLittle() throws IOException {
        refuses(file("device=board\n"), "does not say 'kernels'");
        refuses(file(manifest("0")), "tile=0");
        refuses(file(manifest("many")), "tile=many");
        refuses(file(manifest("8")), "does not have the SHA-256");
    }
}
