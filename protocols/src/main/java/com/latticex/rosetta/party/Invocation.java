package com.latticex.rosetta.party;

import com.latticex.rosetta.tensor.FixedPoint;
import com.latticex.rosetta.tensor.Scope;

/**
 * One invocation of one operation at one party: its temporaries, its draws of randomness and its messages. Used by one
 * thread, straight through.
 */
public final class Invocation implements AutoCloseable {
    private final Party party;
    private final String operation;
    private final long number;
    private final Scope scope;

    Invocation(Party party, String operation, long number) {
        this.party = party;
        this.operation = operation;
        this.number = number;
        this.scope = new Scope(party.backend());
    }

    public Role role() {
        return party.role();
    }

    public FixedPoint fixedPoint() {
        return party.fixedPoint();
    }

    public Scope scope() {
        return scope;
    }

    /** {@code name#number}, for messages. */
    @Override
    public String toString() {
        return operation + "#" + number + " at " + party.role();
    }

    @Override
    public void close() {
        scope.close();
    }
}
