package com.latticex.rosetta.cli.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * The archive of loaded classes (CDS) that lets a party start in half the processor time. The first run of the three writes
 * it; the launcher script names its place and deletes it when it builds anew.
 */
final class ClassArchive {
    private static final String FILE = System.getProperty("rosetta.archive", "");

    private ClassArchive() {}

    /** Options that use the archive; where it is missing, those by which party 0 writes it as it ends. */
    static List<String> options(int party) {
        if (FILE.isEmpty()) {
            return List.of();
        }
        if (Files.exists(Path.of(FILE))) {
            return List.of("-XX:SharedArchiveFile=" + FILE);
        }
        return party == 0 ? List.of("-XX:ArchiveClassesAtExit=" + fresh()) : List.of();
    }

    /** Takes a freshly written archive into use, whole or not at all. */
    static void adopt() {
        if (FILE.isEmpty() || !Files.exists(fresh())) {
            return;
        }
        try {
            Files.move(fresh(), Path.of(FILE), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            System.getLogger(ClassArchive.class.getName())
                    .log(System.Logger.Level.INFO, "the class archive cannot be kept", e);
        }
    }

    private static Path fresh() {
        return Path.of(FILE + "." + ProcessHandle.current().pid());
    }
}
