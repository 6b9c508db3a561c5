package com.latticex.rosetta.cli.demo;

import com.latticex.rosetta.backend.Availability.Unavailable;
import com.latticex.rosetta.backend.Backends;
import java.nio.file.Path;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** What tests on devices need. */
public final class Devices {
    private Devices() {}

    /** Where the device is missing the test is skipped and says why, unless {@code -Drosetta.require} names it. */
    public static void needs(String name) {
        for (Backends.Probe probe : Backends.installed().probe()) {
            if (probe.name().equals(name) && probe.availability() instanceof Unavailable missing) {
                String reason = "no device " + name + ": " + missing.reason() + " " + missing.remedy();
                if (Backends.required().contains(name)) {
                    Assertions.fail(reason);
                }
                System.err.println("SKIPPED, " + reason);
                Assumptions.abort(reason);
            }
        }
    }

    /** Writes the demonstration's files and gives its job. */
    public static Path demo(Path folder) {
        return DemoFolder.create(folder).job();
    }
}
