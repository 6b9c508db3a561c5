package com.latticex.rosetta.securenn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The helper's view of one comparison, enumerated: the same steps as the kernels take, for words of 3 bits and digits modulo 5. For every mask r, every sharing of its
 * bits tried and every x, the distribution of the digits that the helper receives, over all coins, is exactly the same. Each coin left out makes it differ.
 */
class ViewEnumerationTest {
    private static final int BITS = 3;
    private static final int RING = 1 << BITS;
    private static final int P = 5;
    private static final int[][] FIRST_SHARES = {{0, 0}, {1, 3}, {4, 2}, {2, 2}};

    @ParameterizedTest(name = "refresh {0}, rotation {1}, random beta {2}: same view {3}")
    @CsvSource({
        "true, true, true, true",
        "false, true, true, false",
        "true, false, true, false",
        "true, true, false, false"
    })
    void viewOfTheHelper(boolean refresh, boolean rotation, boolean coin, boolean same) {
        boolean equal = true;
        for (int r = 0; r < RING; r++) {
            for (int[] first : FIRST_SHARES) {
                Map<Integer, Integer> of0 = view(r, first, 0, refresh, rotation, coin);
                for (int x = 1; x < RING; x++) {
                    equal &= of0.equals(view(r, first, x, refresh, rotation, coin));
                }
            }
        }
        assertThat(equal).isEqualTo(same);
    }

    /** How often each received pair of digit vectors comes up. */
    private static Map<Integer, Integer> view(
            int r, int[] first, int x, boolean refresh, boolean rotation, boolean coin) {
        int c = (x + r) % RING;
        Map<Integer, Integer> counts = new HashMap<>();
        for (int beta = 0; beta <= (coin ? 1 : 0); beta++) {
            int[][] d = differences(r, first, c, beta);
            for (int turn = 0; turn < (rotation ? BITS : 1); turn++) {
                blind(d, turn, refresh, counts, 0, 0);
            }
        }
        return counts;
    }

    /** All multipliers and refreshes, digit by digit; the code of a view is a number in base 5. */
    private static void blind(int[][] d, int turn, boolean refresh, Map<Integer, Integer> counts, int place, int code) {
        if (place == BITS) {
            counts.merge(code, 1, Integer::sum);
            return;
        }
        int digit = (place + turn) % BITS;
        for (int s = 1; s < P; s++) {
            for (int u = 0; u < (refresh ? P : 1); u++) {
                int a = Math.floorMod(s * d[0][digit] + u, P);
                int b = Math.floorMod(s * d[1][digit] - u, P);
                blind(d, turn, refresh, counts, place + 1, (code * P + a) * P + b);
            }
        }
    }

    /** Both parties' shares of the digit differences of r and t = c + beta, without their top bits. */
    private static int[][] differences(int r, int[] first, int c, int beta) {
        int t = c % (RING / 2) + beta;
        int[][] d = new int[2][BITS];
        int[] sum = new int[2];
        for (int j = BITS - 1; j >= 0; j--) {
            int bit = t >> j & 1;
            for (int party = 0; party < 2; party++) {
                int one = 1 - party;
                int share = 0;
                if (j < BITS - 1) {
                    share = party == 0 ? first[j] : Math.floorMod((r >> j & 1) - first[j], P);
                }
                d[party][j] = beta == 0 ? one * (bit + 1) - share + sum[party] : share + one * (1 - bit) + sum[party];
                sum[party] += bit == 0 ? share : one - share;
            }
        }
        return d;
    }
}
