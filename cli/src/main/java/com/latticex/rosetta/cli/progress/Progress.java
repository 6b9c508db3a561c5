package com.latticex.rosetta.cli.progress;

import java.util.OptionalDouble;

/** Hears how far a run is. Called by one thread. */
public interface Progress extends AutoCloseable {
    /** Says nothing. */
    Progress NONE = new Progress() {
        @Override
        public void ready(String device) {}

        @Override
        public void begin(String phase, int steps) {}

        @Override
        public void step(int done, OptionalDouble loss) {}

        @Override
        public void end() {}

        @Override
        public void close() {}
    };

    /** The parties have met and the private session is ready. */
    void ready(String device);

    /**
     * A phase begins.
     *
     * @param phase {@code training} or {@code predicting}
     * @param steps how many steps it has
     */
    void begin(String phase, int steps);

    /**
     * A step is done.
     *
     * @param done steps done in this phase
     * @param loss the revealed loss, where this party sees one
     */
    void step(int done, OptionalDouble loss);

    /** The phase is over. */
    void end();

    @Override
    void close();

    /** A bar where the launcher script has found standard error to be a terminal, else a line every few seconds. */
    static Progress onStandardError() {
        return Boolean.getBoolean("rosetta.terminal") ? new BarProgress() : new LineProgress();
    }
}
