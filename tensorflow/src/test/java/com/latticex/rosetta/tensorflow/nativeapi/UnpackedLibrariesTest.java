package com.latticex.rosetta.tensorflow.nativeapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Properties;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Test;

class UnpackedLibrariesTest {
    /** A note of its own beside the libraries, wherever another test has loaded them from: notes speak of their own folder only. */
    private static UnpackedLibraries note() throws IOException {
        NativeRuntime.start();
        Path library = Path.of(Loader.getLoadedLibraries().get("jnitensorflow"));
        Path file = Files.createTempFile(library.resolveSibling(""), "test", ".properties");
        Files.delete(file);
        file.toFile().deleteOnExit();
        // Surefire's own class path is an archive that refers to the real one.
        return new UnpackedLibraries(
                file, System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    }

    @Test
    void whatIsLoadedIsFoundAgain() throws IOException {
        UnpackedLibraries note = note();
        assertThat(note.libraries()).isEmpty();
        note.remember();
        assertThat(note.libraries())
                .containsKeys("tensorflow_cc@.2", "tensorflow_framework@.2", "jnitensorflow")
                .allSatisfy((library, file) ->
                        assertThat(Loader.getLoadedLibraries()).containsEntry(library, file.toString()));
    }

    @Test
    void aChangedLibraryOrArchiveIsSearchedForAnew() throws IOException {
        UnpackedLibraries note = note();
        note.remember();
        Properties right = new Properties();
        try (Reader in = Files.newBufferedReader(note.note())) {
            right.load(in);
        }
        for (String name : right.stringPropertyNames()) {
            Properties wrong = new Properties();
            wrong.putAll(right);
            wrong.setProperty(name, "1" + right.getProperty(name));
            try (Writer out = Files.newBufferedWriter(note.note())) {
                wrong.store(out, null);
            }
            assertThat(note.libraries()).as(name).isEmpty();
        }
        note.remember();
        assertThat(note.libraries()).isNotEmpty();
    }

    @Test
    void aDamagedNoteDoesNoHarm() throws IOException {
        UnpackedLibraries note = note();
        note.remember();
        Files.writeString(note.note(), "jnitensorflow=\\u00zz", StandardOpenOption.TRUNCATE_EXISTING);
        assertThat(note.libraries()).isEmpty();
        note.remember();
        assertThat(note.libraries()).isNotEmpty();
    }
}
