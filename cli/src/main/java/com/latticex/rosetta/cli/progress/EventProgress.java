package com.latticex.rosetta.cli.progress;

import java.io.PrintStream;
import java.util.OptionalDouble;

/** One line a change on standard output, for the parent process that runs all three parties. */
public final class EventProgress implements Progress {
    private final PrintStream out = System.out;

    @Override
    public void ready(String device) {
        out.println("ready\t" + device);
    }

    @Override
    public void begin(String phase, int steps) {
        out.println("begin\t" + phase + "\t" + steps);
    }

    @Override
    public void step(int done, OptionalDouble loss) {
        out.println("step\t" + done + "\t" + (loss.isPresent() ? Double.toString(loss.getAsDouble()) : ""));
    }

    @Override
    public void end() {
        out.println("end");
    }

    @Override
    public void close() {
        out.flush();
    }

    /**
     * Tells {@code progress} what a line says.
     *
     * @return false if the line is none of ours
     */
    public static boolean relay(String line, Progress progress) {
        String[] fields = line.split("\t", -1);
        switch (fields[0]) {
            case "ready" -> progress.ready(fields[1]);
            case "begin" -> progress.begin(fields[1], Integer.parseInt(fields[2]));
            case "step" ->
                progress.step(
                        Integer.parseInt(fields[1]),
                        fields[2].isEmpty()
                                ? OptionalDouble.empty()
                                : OptionalDouble.of(Double.parseDouble(fields[2])));
            case "end" -> progress.end();
            default -> {
                return false;
            }
        }
        return true;
    }
}
