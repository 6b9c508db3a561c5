package com.latticex.rosetta.cli.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One party in a process of its own: the same Java and class path as this process.
 *
 * <p>The child ends when this process ends, because it watches its standard input.
 */
final class PartyProcess implements AutoCloseable {
    private static final int KEPT_LINES = 200;

    private final int party;
    private final Process process;
    private final List<Thread> readers = new ArrayList<>();
    private final Deque<String> errors = new ArrayDeque<>();

    private PartyProcess(int party, Process process) {
        this.party = party;
        this.process = process;
    }

    /**
     * Starts {@code rosetta run} for a party.
     *
     * @param out hears each line of standard output
     * @param err hears each line of standard error as it comes
     */
    static PartyProcess start(int party, List<String> arguments, Consumer<String> out, Consumer<String> err) {
        List<String> command = JavaCommand.of(party, arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectInput(Redirect.PIPE);
        builder.environment().putIfAbsent("TF_CPP_MIN_LOG_LEVEL", "2");
        try {
            PartyProcess started = new PartyProcess(party, builder.start());
            started.read(started.process.inputReader(StandardCharsets.UTF_8), out);
            started.read(started.process.errorReader(StandardCharsets.UTF_8), line -> {
                if (!line.startsWith(JavaCommand.INCUBATOR_WARNING)) {
                    started.keep(line);
                    err.accept(line);
                }
            });
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException("party " + party + " cannot be started", e);
        }
    }

    private void read(BufferedReader from, Consumer<String> to) {
        readers.add(Thread.ofVirtual().start(() -> {
            try (from) {
                from.lines().forEach(to);
            } catch (IOException | UncheckedIOException e) {
                // The pipe ends with the process; how the process ended is asked of the process itself.
                keep("the output of party " + party + " ended early");
            }
        }));
    }

    private void keep(String line) {
        synchronized (errors) {
            if (errors.size() == KEPT_LINES) {
                errors.removeFirst();
            }
            errors.addLast(line);
        }
    }

    int party() {
        return party;
    }

    long pid() {
        return process.pid();
    }

    CompletableFuture<PartyProcess> onExit() {
        return process.onExit().thenApply(p -> this);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    int exitCode() {
        return process.exitValue();
    }

    /** What it last said on standard error; complete once it has ended. */
    List<String> errors() {
        for (Thread reader : readers) {
            try {
                reader.join(1000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        synchronized (errors) {
            return List.copyOf(errors);
        }
    }

    boolean await(long milliseconds) {
        try {
            return process.waitFor(milliseconds, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    void terminate() {
        process.destroy();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
