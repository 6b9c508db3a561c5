package com.latticex.rosetta.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TrigonometryTest {
    private static final double BOUND = 0x1p-27;

    @Test
    void staysWithinItsErrorBound() {
        SplittableRandom random = new SplittableRandom(1);
        double worst = 0;
        for (int i = 0; i < 200_000; i++) {
            worst = Math.max(worst, error(random.nextLong()));
        }
        for (long quarter = 0; quarter < 4; quarter++) {
            for (long off = -3; off <= 3; off++) {
                worst = Math.max(worst, error((quarter << 62) + (off << 24)));
            }
        }
        assertThat(worst).isLessThan(BOUND).isGreaterThan(0);
    }

    @Test
    void isExactAtQuarterTurns() {
        long one = 1L << Trigonometry.FRACTION_BITS;
        assertThat(Trigonometry.cos(0)).isEqualTo(one);
        assertThat(Trigonometry.sin(0)).isZero();
        assertThat(Trigonometry.sin(1L << 62)).isEqualTo(one);
        assertThat(Trigonometry.cos(1L << 63)).isEqualTo(-one);
        assertThat(Trigonometry.sin(3L << 62)).isEqualTo(-one);
    }

    @Test
    void takesTheAngleModuloItsPeriod() {
        assertThat(Trigonometry.turn(5 + (7L << 21), 21, 3)).isEqualTo(Trigonometry.turn(5, 21, 3));
        assertThat(Trigonometry.turn(-1, 21, 1)).isEqualTo(Trigonometry.turn((1L << 21) - 1, 21, 1));
    }

    /** The dropped 24 bits of an angle are worth less than 2^-37. */
    private static double error(long turn) {
        double angle = 2 * Math.PI * (turn >> 11) * 0x1p-53;
        double scale = 1L << Trigonometry.FRACTION_BITS;
        return Math.max(
                Math.abs(Trigonometry.cos(turn) / scale - Math.cos(angle)),
                Math.abs(Trigonometry.sin(turn) / scale - Math.sin(angle)));
    }
}
