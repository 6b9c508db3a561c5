package com.latticex.rosetta.cli.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line of a further {@code rosetta} process. */
final class JavaCommand {
    /** The one line the JVM prints for an incubator module; it cannot be told not to. */
    static final String INCUBATOR_WARNING = "WARNING: Using incubator modules";

    private JavaCommand() {}

    static List<String> of(int party, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options());
        command.addAll(List.of("--add-modules", "jdk.incubator.vector"));
        command.addAll(ClassArchive.options(party));
        // Settings of this process that concern the parties too.
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith("rosetta."))
                .sorted()
                .forEach(name -> command.add("-D" + name + "=" + System.getProperty(name)));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "com.latticex.rosetta.cli.Main"));
        command.addAll(arguments);
        return command;
    }

    /** The options the launcher script passes as well. */
    private static List<String> options() {
        try (InputStream in = JavaCommand.class.getResourceAsStream("/jvm.options")) {
            if (in == null) {
                throw new IllegalStateException("jvm.options is missing from the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .flatMap(line -> List.of(line.strip().split(" ")).stream())
                    .filter(option -> !option.isEmpty())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
