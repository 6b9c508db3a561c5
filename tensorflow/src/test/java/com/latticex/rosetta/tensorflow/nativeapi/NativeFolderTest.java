package com.latticex.rosetta.tensorflow.nativeapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.latticex.rosetta.error.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeFolderTest {
    @TempDir
    Path temporary;

    @Test
    void isClosedToOthers() throws IOException {
        Path folder = NativeFolder.prepare(temporary.resolve("a/b/native"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        NativeFolder.prepare(folder);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");
    }

    @Test
    void linksAndFilesAreRefused() throws IOException {
        Path target = Files.createDirectory(temporary.resolve("elsewhere"));
        Path link = Files.createSymbolicLink(temporary.resolve("link"), target);
        Path file = Files.createFile(temporary.resolve("file"));
        for (Path wrong : new Path[] {link, file}) {
            assertThatThrownBy(() -> NativeFolder.prepare(wrong))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining(NativeFolder.PROPERTY);
        }
    }
}
