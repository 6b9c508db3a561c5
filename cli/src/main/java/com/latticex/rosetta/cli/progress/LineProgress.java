package com.latticex.rosetta.cli.progress;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalDouble;

/** A plain line at the beginning, every few seconds, and at the end of a phase. */
final class LineProgress implements Progress {
    private static final long EVERY = Duration.ofSeconds(3).toNanos();

    private final PrintStream out = System.err;
    private String phase = "";
    private int steps;
    private int done;
    private OptionalDouble loss = OptionalDouble.empty();
    private long started;
    private long printed;

    @Override
    public void ready(String device) {
        out.println("connected; computing on " + device);
    }

    @Override
    public void begin(String name, int count) {
        phase = name;
        steps = count;
        done = 0;
        loss = OptionalDouble.empty();
        started = System.nanoTime();
        printed = started;
        out.println(name + ": " + count + (count == 1 ? " step" : " steps"));
    }

    @Override
    public void step(int count, OptionalDouble revealed) {
        done = count;
        if (revealed.isPresent()) {
            loss = revealed;
        }
        long now = System.nanoTime();
        if (now - printed >= EVERY && done < steps) {
            printed = now;
            double left = (now - started) / 1e9 / done * (steps - done);
            out.println(String.format(
                    Locale.ROOT, "%s: step %d of %d%s, about %.0f s left", phase, done, steps, lossText(), left));
        }
    }

    @Override
    public void end() {
        double seconds = (System.nanoTime() - started) / 1e9;
        out.println(String.format(Locale.ROOT, "%s: done in %.2f s%s", phase, seconds, lossText()));
    }

    private String lossText() {
        return loss.isPresent() ? String.format(Locale.ROOT, ", loss %.5g", loss.getAsDouble()) : "";
    }

    @Override
    public void close() {
        out.flush();
    }
}
