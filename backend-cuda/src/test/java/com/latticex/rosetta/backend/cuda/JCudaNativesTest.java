package com.latticex.rosetta.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.latticex.rosetta.error.DeviceException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Native code comes from the class path and from nowhere else. */
class JCudaNativesTest {
    private static final String MANIFEST = "/com/latticex/rosetta/backend/cuda/rosetta.properties";

    @TempDir
    private Path folder;

    @Test
    void refusesAnAlteredLibrary() {
        Path target = folder.resolve("library.so");
        assertThatThrownBy(() -> JCudaNatives.unpack(MANIFEST, target, "00".repeat(32)))
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining("altered");
        assertThat(target).doesNotExist();
    }

    @Test
    void refusesAMissingLibrary() {
        assertThatThrownBy(() -> JCudaNatives.unpack("/lib/none.so", folder.resolve("none.so"), ""))
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining("class path");
    }

    @Test
    void neverUsesAFileThatAlreadyLiesThere() throws IOException {
        Path planted = Files.writeString(folder.resolve("library.so"), "planted");
        String hash;
        try (var in = JCudaNatives.class.getResourceAsStream(MANIFEST)) {
            hash = JCudaNatives.sha256(in.readAllBytes());
        }
        assertThatThrownBy(() -> JCudaNatives.unpack(MANIFEST, planted, hash))
                .isInstanceOf(FileAlreadyExistsException.class);
    }

    /** The kernel's own list of what is mapped: a private folder, which is gone by now. */
    @Test
    void loadsFromAPrivateFolderThatItRemoves() throws IOException {
        String before = System.getProperty("java.io.tmpdir");
        JCudaNatives.load("JNvPTXCompiler", "jcuda.nvptxcompiler.JNvPTXCompiler");
        assertThat(System.getProperty("java.io.tmpdir")).isEqualTo(before);
        assertThat(Files.readAllLines(Path.of("/proc/self/maps")))
                .filteredOn(line -> line.contains("libJNvPTXCompiler"))
                .isNotEmpty()
                .allMatch(line -> line.contains("/rosetta-cuda") && line.endsWith("(deleted)"));
    }
}
