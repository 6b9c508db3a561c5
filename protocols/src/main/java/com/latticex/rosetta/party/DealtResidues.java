package com.latticex.rosetta.party;

import com.latticex.rosetta.tensor.Residues;

/** Residues the helper knows, as fresh shares of P0 and P1. */
public final class DealtResidues {
    private final Dealing dealing;
    private final Residues value;
    private final long offset;

    DealtResidues(Dealing dealing, Residues value, long offset) {
        this.dealing = dealing;
        this.value = value;
        this.offset = offset;
    }

    /** This party's shares; waits for the helper's frame at P1. Absent at the helper. */
    public Residues share() {
        return dealing.residues(this);
    }

    Residues value() {
        return value;
    }

    /** Within the frame's residues. */
    long offset() {
        return offset;
    }
}
