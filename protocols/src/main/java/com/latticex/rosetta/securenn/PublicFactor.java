package com.latticex.rosetta.securenn;

import com.latticex.rosetta.error.ConfigurationException;
import com.latticex.rosetta.tensor.Plain;
import org.jspecify.annotations.Nullable;

/**
 * Public numbers k as integers k' = round(k 2^scale), one scale for all of them.
 *
 * <p>Integers keep scale 0 and need no truncation. Otherwise the scale is the least that makes all k exact, or, if the largest would
 * then exceed {@link #PRECISION} bits, the one that gives it just so many: the error of any k is at most 2^-22 of the largest one, also
 * for a learning rate of 1e-6 or a mean over 569 rows. A secret x times k is right as long as |x 2^f k'| < 2^62; |x| < 2^(40 - f) is enough
 * for every factor that is not an integer, and |x k| < 2^(63 - f) is for integers.
 */
final class PublicFactor {
    static final int PRECISION = 22;

    private static final double LIMIT = 0x1p53;

    private final long[] words;
    private final int scale;

    private PublicFactor(long[] words, int scale) {
        this.words = words;
        this.scale = scale;
    }

    /** The integers, not a copy. */
    long[] words() {
        return words;
    }

    /** Fraction bits, 0 to 62. */
    int scale() {
        return scale;
    }

    static PublicFactor of(String operation, Plain plain) {
        return of(operation, plain.values(), PRECISION);
    }

    static PublicFactor of(String operation, double[] values, int precision) {
        double largest = 0;
        int exact = 0;
        for (double k : values) {
            if (!Double.isFinite(k)) {
                throw new ConfigurationException("a public factor of " + operation + " is not finite");
            }
            largest = Math.max(largest, Math.abs(k));
            exact = Math.max(exact, fractionBits(k));
        }
        if (largest >= LIMIT) {
            throw new ConfigurationException("a public factor of " + operation + " is 2^53 or larger");
        }
        int enough = precision - 1 - Math.getExponent(largest);
        int scale = exact == 0 || largest == 0 ? 0 : Math.clamp(Math.min(exact, enough), 0, 62);
        long[] words = new long[values.length];
        for (int i = 0; i < values.length; i++) {
            words[i] = Math.round(Math.scalb(values[i], scale));
        }
        return new PublicFactor(words, scale);
    }

    /** Whether all numbers are the same. */
    boolean isUniform() {
        for (long word : words) {
            if (word != words[0]) {
                return false;
            }
        }
        return true;
    }

    /** Whether a product with these values is truncated; so it is assumed where they are not known yet. */
    static boolean truncates(String operation, @Nullable Plain plain) {
        return plain == null || of(operation, plain).scale > 0;
    }

    /** Least number of fraction bits that holds k exactly. */
    private static int fractionBits(double k) {
        if (k == 0) {
            return 0;
        }
        long mantissa = Double.doubleToRawLongBits(k) & ((1L << 52) - 1) | 1L << 52;
        return Math.max(0, 52 - Math.getExponent(k) - Long.numberOfTrailingZeros(mantissa));
    }
}
