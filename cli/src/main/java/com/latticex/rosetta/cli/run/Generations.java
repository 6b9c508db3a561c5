package com.latticex.rosetta.cli.run;

import com.latticex.rosetta.error.ConfigurationException;
import com.latticex.rosetta.error.StorageException;
import com.latticex.rosetta.tensorflow.checkpoint.Binding;
import com.latticex.rosetta.tensorflow.checkpoint.CheckpointFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The files in which a party keeps its checkpoints, {@code step-N.checkpoint} in a folder of its own: the last two. */
final class Generations {
    /** How many are kept: when one is written, the one before is still there at all parties. */
    static final int KEPT = 2;

    private static final String BEFORE = "step-";
    private static final String AFTER = ".checkpoint";

    private final Path folder;

    Generations(Path folder) {
        this.folder = folder;
    }

    Path folder() {
        return folder;
    }

    Path file(long step) {
        return folder.resolve(BEFORE + step + AFTER);
    }

    /** Makes the folder, and clears away what a crash has left half-written. */
    void prepare() {
        OutputFile.prepare(file(0));
        files(CheckpointFile.UNFINISHED).forEach(Generations::delete);
    }

    /**
     * What is there, newest first.
     *
     * @param wanted of which job and party
     * @throws ConfigurationException naming a file that does not belong there, and why
     */
    List<Binding> found(Binding wanted) {
        List<Binding> found = new ArrayList<>();
        for (Path file : files(AFTER)) {
            Binding binding = CheckpointFile.describe(file);
            binding.requireSameJob(wanted, file);
            if (!file.equals(file(binding.step()))) {
                throw new ConfigurationException(file + " is a checkpoint of step " + binding.step()
                        + ": it was renamed or put in the place of another; remove it");
            }
            found.add(binding);
        }
        found.sort(Comparator.comparingLong(Binding::step).reversed());
        return found;
    }

    /** Deletes all but these steps. */
    void keepOnly(List<Long> steps) {
        for (Path file : files(AFTER)) {
            if (steps.stream().noneMatch(step -> file.equals(file(step)))) {
                delete(file);
            }
        }
    }

    /** Deletes everything, and the folders if nothing else is in them. */
    void deleteAll() {
        keepOnly(List.of());
        for (Path empty : new Path[] {folder, folder.toAbsolutePath().getParent()}) {
            try (Stream<Path> left = Files.list(empty)) {
                if (left.findAny().isPresent()) {
                    return;
                }
                Files.deleteIfExists(empty);
            } catch (IOException e) {
                // Another party of this machine may delete it at the same time.
                return;
            }
        }
    }

    private List<Path> files(String ending) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.getFileName().toString().startsWith(BEFORE))
                    .filter(f -> f.getFileName().toString().endsWith(ending))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new StorageException(
                    folder + ", the folder of the checkpoints, cannot be read: " + e.getMessage(), e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new StorageException("the old checkpoint " + file + " cannot be deleted: " + e.getMessage(), e);
        }
    }
}
