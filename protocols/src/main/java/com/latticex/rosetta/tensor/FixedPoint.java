package com.latticex.rosetta.tensor;

/**
 * Two's-complement fixed-point numbers in 64 bits.
 *
 * @param fractionBits f: the word v stands for v / 2^f; 1 to 30
 */
public record FixedPoint(int fractionBits) {
    public static final FixedPoint DEFAULT = new FixedPoint(16);

    public FixedPoint {
        if (fractionBits < 1 || fractionBits > 30) {
            throw new IllegalArgumentException("fraction bits must be 1 to 30, not " + fractionBits);
        }
    }

    /** Largest magnitude that may be encoded: products of two such numbers stay exact below 2^62 after scaling only when they fit too. */
    public double limit() {
        return Math.scalb(1.0, 62 - fractionBits);
    }

    /**
     * Nearest fixed-point number.
     *
     * @throws ArithmeticException if the value is not finite or its magnitude is not below {@link #limit()}; the value itself is not named
     */
    public long encode(double value) {
        if (!(Math.abs(value) < limit())) {
            throw new ArithmeticException("a value is not finite or too large for " + fractionBits + " fraction bits");
        }
        return Math.round(Math.scalb(value, fractionBits));
    }

    public double decode(long word) {
        return Math.scalb((double) word, -fractionBits);
    }
}
