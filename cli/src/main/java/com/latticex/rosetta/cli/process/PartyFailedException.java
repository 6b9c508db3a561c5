package com.latticex.rosetta.cli.process;

/** A party's process failed; the message is what it said. */
public final class PartyFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    PartyFailedException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /** 1 or 2. */
    public int exitCode() {
        return exitCode;
    }
}
