package com.latticex.rosetta.cli.job;

import org.jspecify.annotations.Nullable;

/**
 * What an owner does to its values before sharing them.
 *
 * @param sign 0 and 1 become -1 and +1
 * @param oneHot a class number becomes this many columns with a single 1; 0 for no such change
 */
public record Encoding(boolean sign, int oneHot) {
    static final Encoding NONE = new Encoding(false, 0);

    static Encoding of(@Nullable Boolean sign, @Nullable Integer oneHot) {
        boolean signed = sign != null && sign;
        Check.that(!signed || oneHot == null, "sign and one_hot exclude each other");
        return new Encoding(signed, oneHot == null ? 0 : Check.range("one_hot", oneHot, 2, 1 << 20));
    }

    /** Columns after encoding, given those in the file. */
    public int width(int columns) {
        return oneHot == 0 ? columns : oneHot;
    }
}
