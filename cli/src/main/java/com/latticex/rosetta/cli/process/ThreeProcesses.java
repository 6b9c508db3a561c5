package com.latticex.rosetta.cli.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;

/**
 * Three parties as processes. When one fails, the others get a few seconds to end by themselves and are then ended; none outlives this
 * object.
 */
public final class ThreeProcesses implements AutoCloseable {
    private static final long GRACE_MILLISECONDS = 3000;

    private final List<PartyProcess> processes = new ArrayList<>();
    private final Thread hook = new Thread(this::stop, "stop parties");

    /** Hears what the parties say; called from several threads. */
    public interface Listener {
        /** A line of a party's standard output. */
        void out(int party, String line);

        /** A line of a party's standard error. */
        void err(int party, String line);
    }

    /**
     * A party that did not end well.
     *
     * @param exitCode 1 or 2
     * @param message what it said
     */
    public record Failure(int party, int exitCode, String message) {}

    /** Starts all three at once. */
    public ThreeProcesses(IntFunction<List<String>> arguments, Listener listener) {
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            for (int i = 0; i < 3; i++) {
                int party = i;
                processes.add(PartyProcess.start(
                        party,
                        arguments.apply(party),
                        line -> listener.out(party, line),
                        line -> listener.err(party, line)));
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Process numbers, by party. */
    public List<Long> pids() {
        return processes.stream().map(PartyProcess::pid).toList();
    }

    /** Waits until all have ended; gives the failure that caused the others, if one failed. */
    public Optional<Failure> await() {
        List<PartyProcess> running = new ArrayList<>(processes);
        while (!running.isEmpty()) {
            PartyProcess ended = (PartyProcess) CompletableFuture.anyOf(
                            running.stream().map(PartyProcess::onExit).toArray(CompletableFuture<?>[]::new))
                    .join();
            running.remove(ended);
            if (ended.exitCode() != 0) {
                return Optional.of(cause(ended));
            }
        }
        return Optional.empty();
    }

    /** A wrong job or a killed party makes its peers fail too, perhaps earlier: it is the cause. */
    private Failure cause(PartyProcess first) {
        long deadline = System.nanoTime() + GRACE_MILLISECONDS * 1_000_000;
        for (PartyProcess process : processes) {
            process.await(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
        }
        PartyProcess cause = processes.stream()
                .filter(p -> !p.isAlive() && p.exitCode() > 1)
                .findFirst()
                .orElse(first);
        stop();
        return failure(cause);
    }

    private static Failure failure(PartyProcess ended) {
        int code = ended.exitCode();
        String said = String.join("\n", ended.errors()).strip();
        if (code > 2 || said.isEmpty()) {
            String how = code > 128 ? "was ended by signal " + (code - 128) : "ended with exit code " + code;
            said = "party " + ended.party() + " (process " + ended.pid() + ") " + how
                    + (said.isEmpty() ? "" : ": " + said);
        }
        return new Failure(ended.party(), code == 2 ? 2 : 1, said);
    }

    /** Asks those still running to end, then insists. */
    private void stop() {
        processes.stream().filter(PartyProcess::isAlive).forEach(PartyProcess::terminate);
        for (PartyProcess process : processes) {
            if (!process.await(GRACE_MILLISECONDS)) {
                process.close();
            }
        }
    }

    @Override
    public void close() {
        processes.forEach(PartyProcess::close);
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is going down already and runs the hook itself.
            return;
        }
    }
}
