package com.latticex.rosetta.party;

/**
 * Something that P0 and P1 may send to the helper: every word or digit of it carries a fresh uniform term from seed 01. Made by {@link Invocation}
 * only, so that a share as it is cannot go there by accident.
 */
public abstract sealed class ForHelper permits Blinded, BlindedDigits, BlindedSlots {
    private boolean sent;

    ForHelper() {}

    final void sendOnce() {
        if (sent) {
            throw new IllegalStateException("a blinded value is sent once");
        }
        sent = true;
    }
}
