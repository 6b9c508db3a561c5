package com.latticex.rosetta.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** How much the libraries say. */
final class Logging {
    private Logging() {}

    /** Everything of note, or, as {@code logback.xml} has it, warnings only. */
    static void verbose(boolean verbose) {
        if (verbose && LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME) instanceof Logger root) {
            root.setLevel(Level.INFO);
        }
    }
}
