package com.latticex.rosetta.backend;

/**
 * Cosine and sine in integers with 30 fraction bits: the definition of {@link RingBackend#harmonics}.
 *
 * <p>Two parties' public coefficients must agree to the last unit or their shares no longer cancel, so no device may use
 * its own sine. An angle is a fraction of a turn in 64 bits, cut into a = its top 10 bits, b = the next 10 bits and c =
 * the next 20 bits; the rest is dropped. With table values of a and b,
 *
 * <pre>
 *   cos(a + b) = [cos a cos b - sin a sin b],   sin(a + b) = [sin a cos b + cos a sin b]
 *   cos(a + b + c) = cos(a + b) - [sin(a + b) s],   sin(a + b + c) = sin(a + b) + [cos(a + b) s],   s = [c TURN]
 * </pre>
 *
 * where [p] is (p + 2^29) >> 30, arithmetic, and cos c is taken as 1 (off by less than 2^-35). The error is below 2^-27.
 */
public final class Trigonometry {
    /** Fraction bits of the results. */
    public static final int FRACTION_BITS = 30;

    /** Entries of each of the four tables. */
    public static final int ENTRIES = 1 << 10;

    /** 2 pi 2^20 rounded: turns c (20 bits, in 2^-40 turns) into a sine with 30 fraction bits, before the shift by 30. */
    public static final long TURN = 6_588_397;

    private static final int FINE = 2 * ENTRIES;
    private static final int[] TABLE = table();

    private Trigonometry() {}

    /**
     * The tables, {@link #ENTRIES} each: cos a, sin a, cos b, sin b with 30 fraction bits. A copy, for a device to keep.
     */
    public static int[] tables() {
        return TABLE.clone();
    }

    /** The angle {@code multiple * x / 2^bits} of a turn, in units of 2^-64 turns. */
    public static long turn(long x, int bits, long multiple) {
        return x * multiple << (64 - bits);
    }

    /** Cosine of an angle in units of 2^-64 turns. */
    public static long cos(long turn) {
        return cosCoarse(turn) - round(sinCoarse(turn) * sinLow(turn));
    }

    /** Sine of an angle in units of 2^-64 turns. */
    public static long sin(long turn) {
        return sinCoarse(turn) + round(cosCoarse(turn) * sinLow(turn));
    }

    private static long cosCoarse(long turn) {
        int a = a(turn);
        int b = b(turn);
        return round((long) TABLE[a] * TABLE[b] - (long) TABLE[ENTRIES + a] * TABLE[ENTRIES + b]);
    }

    private static long sinCoarse(long turn) {
        int a = a(turn);
        int b = b(turn);
        return round((long) TABLE[ENTRIES + a] * TABLE[b] + (long) TABLE[a] * TABLE[ENTRIES + b]);
    }

    private static int a(long turn) {
        return (int) (turn >>> 54);
    }

    private static int b(long turn) {
        return FINE + (int) (turn >>> 44 & ENTRIES - 1);
    }

    private static long sinLow(long turn) {
        return round((turn >>> 24 & (1 << 20) - 1) * TURN);
    }

    private static long round(long product) {
        return product + (1L << FRACTION_BITS - 1) >> FRACTION_BITS;
    }

    /** StrictMath gives the same bits on every machine. */
    private static int[] table() {
        int[] table = new int[4 * ENTRIES];
        for (int i = 0; i < ENTRIES; i++) {
            double a = 2 * StrictMath.PI * i / ENTRIES;
            double b = a / ENTRIES;
            table[i] = fixed(StrictMath.cos(a));
            table[ENTRIES + i] = fixed(StrictMath.sin(a));
            table[FINE + i] = fixed(StrictMath.cos(b));
            table[FINE + ENTRIES + i] = fixed(StrictMath.sin(b));
        }
        return table;
    }

    private static int fixed(double value) {
        return (int) StrictMath.rint(value * (1 << FRACTION_BITS));
    }
}
