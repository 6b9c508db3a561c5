package com.latticex.rosetta.securenn;

import static org.assertj.core.api.Assertions.assertThat;

import com.latticex.rosetta.backend.Bytes;
import com.latticex.rosetta.backend.RingBackend;
import com.latticex.rosetta.backend.Words;
import com.latticex.rosetta.backend.contract.ReferenceBackend;
import com.latticex.rosetta.party.Role;
import com.latticex.rosetta.party.ThreeParties;
import com.latticex.rosetta.party.Watch;
import com.latticex.rosetta.tensor.Shape;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The attack on the private comparison of the published SecureNN code: the helper dealt the shares of the bits of r and receives both holders' shares of the
 * blinded digits. Without a refresh the ratio of the two shares of a digit cancels the common multiplier, so the multiset of ratios is a fingerprint of the
 * compared value t, which a depth-first search recovers. Here it works on what the helper actually receives.
 */
class RatioAttackTest {
    private static final int TRIALS = 40;

    /** What the three parties saw of one run. */
    private static final class Run {
        private byte[] shares0 = {};
        private byte[] shares1 = {};
        private byte[] received0 = {};
        private byte[] received1 = {};
        private long[] opened = {};
        private long[] coins = {};
    }

    @Test
    void recoversNothing() {
        assertThat(recovered(true)).isZero();
    }

    /** The mutant without the refresh shows that the attack is a real one. */
    @Test
    void recoversEverythingWithoutTheRefresh() {
        assertThat(recovered(false)).isEqualTo(TRIALS);
    }

    private static int recovered(boolean refresh) {
        Run run = new Run();
        double[] secrets = new Random(3).doubles(TRIALS, -1e9, 1e9).toArray();
        Case one = Case.of("Relu").secret(Shape.of(TRIALS), secrets).expect(v -> v.getFirst(), 0);
        Trial.run(one, ThreeParties.seeded(4).on(role -> watched(role, run, refresh)));
        int recovered = 0;
        for (int e = 0; e < TRIALS; e++) {
            long beta = run.coins[e] & 1;
            long t = (run.opened[e] & Long.MAX_VALUE) + beta;
            if (new Search(run, e).finds((int) beta, t)) {
                recovered++;
            }
        }
        return recovered;
    }

    private static RingBackend watched(Role role, Run run, boolean refresh) {
        RingBackend backend = new ReferenceBackend();
        return Watch.backend(
                backend,
                (method, arguments) -> {
                    if (method.equals("blindDigits") && !refresh) {
                        Bytes terms = (Bytes) arguments[5];
                        backend.upload(MemorySegment.ofArray(new byte[(int) terms.size()]), terms);
                    }
                },
                (method, arguments) -> {
                    if (method.equals("dealDigits")) {
                        run.shares0 = Watch.content(backend, (Bytes) arguments[1]);
                        run.shares1 = Watch.content(backend, (Bytes) arguments[2]);
                    } else if (method.equals("anyZero")) {
                        run.received0 = Watch.content(backend, (Bytes) arguments[0]);
                        run.received1 = Watch.content(backend, (Bytes) arguments[1]);
                    } else if (method.equals("blindDigits") && role == Role.P0) {
                        run.opened = Watch.content(backend, (Words) arguments[1]);
                        run.coins = Watch.content(backend, (Words) arguments[2]);
                    }
                });
    }

    /** All (beta, t) that explain the ratios of one element, up to a budget. */
    private static final class Search {
        private static final int P = 67;
        private static final int INFINITE = 67;
        private static final int BOTH_ZERO = 68;
        private static final int BUDGET = 1_500_000;

        private final int[] left = new int[69];
        private final int[] share0 = new int[64];
        private final int[] share1 = new int[64];
        private int nodes;
        private int found;
        private boolean hit;
        private int beta;
        private int wantedBeta;
        private long wanted;

        Search(Run run, int element) {
            for (int i = 0; i < 64; i++) {
                left[ratio(run.received0[64 * element + i], run.received1[64 * element + i])]++;
            }
            for (int j = 0; j < 63; j++) { // from the top; the top digit is 0
                share0[63 - j] = run.shares0[63 * element + j];
                share1[63 - j] = run.shares1[63 * element + j];
            }
        }

        boolean finds(int trueBeta, long t) {
            wantedBeta = trueBeta;
            wanted = t;
            for (beta = 0; beta <= 1; beta++) {
                search(0, 0, 0, 0);
            }
            return hit;
        }

        private void search(int k, int sum0, int sum1, long t) {
            if (++nodes > BUDGET || found > 5) {
                return;
            }
            if (k == 64) {
                found++;
                hit |= beta == wantedBeta && t == wanted;
                return;
            }
            int a = share0[k];
            int b = share1[k];
            for (int bit = 0; bit <= 1; bit++) {
                int d0 = beta == 0 ? sum0 + 1 + bit - a : sum0 + 1 - bit + a;
                int d1 = beta == 0 ? sum1 - b : sum1 + b;
                int key = ratio(Math.floorMod(d0, P), Math.floorMod(d1, P));
                if (left[key] > 0) {
                    left[key]--;
                    search(
                            k + 1,
                            Math.floorMod(bit == 0 ? sum0 + a : sum0 + 1 - a, P),
                            Math.floorMod(bit == 0 ? sum1 + b : sum1 - b, P),
                            2 * t + bit);
                    left[key]++;
                }
            }
        }

        private static int ratio(int a, int b) {
            if (b == 0) {
                return a == 0 ? BOTH_ZERO : INFINITE;
            }
            int inverse = 1;
            for (int i = 0; i < P - 2; i++) {
                inverse = inverse * b % P;
            }
            return a * inverse % P;
        }
    }
}
