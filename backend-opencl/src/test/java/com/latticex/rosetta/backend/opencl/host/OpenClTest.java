package com.latticex.rosetta.backend.opencl.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.latticex.rosetta.backend.Availability.Unavailable;
import com.latticex.rosetta.backend.Seed;
import com.latticex.rosetta.error.DeviceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenClTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void aMissingLibraryIsAReasonAndARemedy() {
        Optional<Unavailable> problem = OpenCl.start("libOpenCL-of-nobody.so.9");
        assertThat(problem).hasValueSatisfying(missing -> {
            assertThat(missing.reason()).contains("libOpenCL-of-nobody.so.9");
            assertThat(missing.remedy()).contains("apt-get install").contains("pocl-opencl-icd");
        });
    }

    @Test
    void anUnknownPlatformIsRefused() {
        assertThat(JoclNative.platform("Linux", "amd64")).isEqualTo("linux-x86_64");
        assertThatThrownBy(() -> JoclNative.platform("Plan 9", "sparc")).isInstanceOf(DeviceException.class);
    }

    @Test
    void replacesNativesThatAreNotTheReleasedOnes() throws Exception {
        String file = "libJOCL_2_0_6-linux-x86_64.so";
        String expected = "3c1e47b563872984e1c9ac527a2e9e7b6aed4e31be0af708d852728af56c3ad5";
        Files.writeString(folder.resolve(file), "planted");
        JoclNative.unpack(folder, file, expected);
        assertThat(Digest.sha256(Files.readAllBytes(folder.resolve(file)))).isEqualTo(expected);
        assertThatThrownBy(() -> JoclNative.unpack(folder, file, "another hash"))
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining("not the one JOCL released");
    }

    @Test
    void refusesALinkAsPrivateFolder() throws Exception {
        Path real = Files.createDirectory(folder.resolve("real"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), real);
        assertThatThrownBy(() -> PrivateFolder.open(link)).isInstanceOf(DeviceException.class);
        Path made = PrivateFolder.open(folder.resolve("a/b/made"));
        assertThat(Files.getPosixFilePermissions(made)).hasSize(3);
    }

    /** FIPS 197, appendix A.1: the last round key. */
    @Test
    void expandsThePublishedKey() {
        try (Seed seed = Seed.of(HexFormat.of().parseHex("2b7e151628aed2a6abf7158809cf4f3c"));
                RoundKeys keys = RoundKeys.of(seed)) {
            assertThat(keys.word(20)).isEqualTo(Long.reverseBytes(0xd014f9a8c9ee2589L));
            assertThat(keys.word(21)).isEqualTo(Long.reverseBytes(0xe13f0cc8b6630ca6L));
            assertThat(keys.toString()).isEqualTo("RoundKeys(secret)");
        }
    }

    @Test
    void sizeClassesWasteAtMostAQuarter() {
        for (long bytes = 1; bytes < 1 << 20; bytes += 1 + bytes / 7) {
            long size = ClPool.sizeClass(bytes);
            assertThat(size).isGreaterThanOrEqualTo(bytes);
            if (bytes > 4096) {
                assertThat(size).isLessThanOrEqualTo(bytes + bytes / 4);
            }
            assertThat(ClPool.sizeClass(size)).isEqualTo(size);
        }
    }
}
