package com.latticex.rosetta.randomness;

import com.latticex.rosetta.tensor.Residues;

/** Uniform residues, as {@link Mask} is words: shares at P0 and P1, their sum at the helper. Hides one value, once. */
public final class ResidueMask {
    private final Residues residues;
    private boolean used;

    ResidueMask(Residues residues) {
        this.residues = residues;
    }

    /** This party's share, or the sum at the helper. */
    public Residues residues() {
        return residues;
    }

    /** Marks the mask as used. */
    public void useOnce() {
        if (used) {
            throw new IllegalStateException("this mask already hides a value");
        }
        used = true;
    }
}
