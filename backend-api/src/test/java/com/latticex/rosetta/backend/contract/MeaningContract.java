package com.latticex.rosetta.backend.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.latticex.rosetta.backend.Bytes;
import com.latticex.rosetta.backend.RingBackend;
import com.latticex.rosetta.backend.Words;
import java.math.BigInteger;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the composite kernels are for, checked against mathematics that shares no code with the reference. */
public abstract class MeaningContract extends BackendContract {
    private static final BigInteger RING = BigInteger.ONE.shiftLeft(64);
    private static final String AWKWARD = "com.latticex.rosetta.backend.contract.Samples#awkward";

    private static BigInteger ring(BigInteger value) {
        return value.mod(RING);
    }

    private static BigInteger big(long word) {
        return ring(BigInteger.valueOf(word));
    }

    private static long word(BigInteger value) {
        return value.longValue();
    }

    /** A random first share and the second that makes up the value. */
    private static long[][] share(Samples s, long[] values) {
        long[] first = s.random().longs(values.length).toArray();
        long[] second = new long[values.length];
        Arrays.setAll(second, i -> values[i] - first[i]);
        return new long[][] {first, second};
    }

    @ParameterizedTest
    @MethodSource(AWKWARD)
    void beaverSharesAddUpToTheProduct(Samples s) {
        long[] x = s.words();
        long[] y = s.words();
        long[] a = s.random().longs(s.size()).toArray();
        long[] b = s.random().longs(s.size()).toArray();
        long[] mx = new long[s.size()];
        long[] my = new long[s.size()];
        long[] ab = new long[s.size()];
        Arrays.setAll(mx, i -> word(big(x[i]).add(big(a[i]))));
        Arrays.setAll(my, i -> word(big(y[i]).add(big(b[i]))));
        Arrays.setAll(ab, i -> word(big(a[i]).multiply(big(b[i]))));
        long[][] shares = new long[2][];
        long[][] as = share(s, a);
        long[][] bs = share(s, b);
        long[][] abs = share(s, ab);
        for (int party = 0; party < 2; party++) {
            try (Words wmx = upload(backend(), mx);
                    Words wmy = upload(backend(), my);
                    Words wa = upload(backend(), as[party]);
                    Words wb = upload(backend(), bs[party]);
                    Words wab = upload(backend(), abs[party]);
                    Words out = backend().words(s.size())) {
                backend().beaver(1 - party, wmx, wmy, wa, wb, wab, out);
                shares[party] = download(backend(), out);
            }
        }
        for (int i = 0; i < s.size(); i++) {
            assertThat(ring(big(shares[0][i]).add(big(shares[1][i]))))
                    .isEqualTo(ring(big(x[i]).multiply(big(y[i]))));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 13, 16, 30, 61, 62})
    void truncationIsFloorOrOneMore(int f) {
        Samples s = Samples.of(500, f);
        long[] z = new long[s.size()];
        Arrays.setAll(z, i -> s.random().nextLong() >> 1 + i % 40);
        z[0] = 1L << 62;
        z[1] = -(1L << 62);
        z[2] = 0;
        z[3] = -1;
        long[] r = s.words();
        long[] c = new long[s.size()];
        long[] shifted = new long[s.size()];
        long[] top = new long[s.size()];
        Arrays.setAll(c, i -> word(big(z[i]).add(BigInteger.ONE.shiftLeft(62)).add(big(r[i]))));
        Arrays.setAll(shifted, i -> word(big(r[i]).shiftRight(f)));
        Arrays.setAll(top, i -> big(r[i]).testBit(63) ? 1 : 0);
        long[][] shiftedShares = share(s, shifted);
        long[][] topShares = share(s, top);
        long[][] shares = new long[2][];
        for (int party = 0; party < 2; party++) {
            try (Words wc = upload(backend(), c);
                    Words ws = upload(backend(), shiftedShares[party]);
                    Words wt = upload(backend(), topShares[party]);
                    Words out = backend().words(s.size())) {
                backend().truncateOpened(1 - party, f, wc, ws, wt, out);
                shares[party] = download(backend(), out);
            }
        }
        for (int i = 0; i < s.size(); i++) {
            BigInteger floor = BigInteger.valueOf(z[i]).shiftRight(f);
            assertThat(ring(big(shares[0][i]).add(big(shares[1][i]))))
                    .as("z = %d", z[i])
                    .isIn(ring(floor), ring(floor.add(BigInteger.ONE)));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void blindedDigitsTellWhetherTheMaskIsGreater(long seed) {
        Samples s = Samples.of(1500, seed);
        RingBackend b = backend();
        long[] r = s.words();
        long[] c = s.words();
        for (int i = 0; i < s.size(); i += 3) {
            c[i] = r[i] + s.random().nextInt(-2, 3);
        }
        long[] coins = s.random().longs(s.size()).toArray();
        try (Words wr = upload(b, r);
                Words wc = upload(b, c);
                Words wcoins = upload(b, coins);
                Bytes first = upload(b, s.digits(0, RingBackend.DIGITS * s.size()));
                Bytes second = b.bytes(first.size());
                Bytes multipliers = upload(b, s.digits(1, RingBackend.BLINDED * s.size()));
                Bytes refresh = upload(b, s.digits(0, RingBackend.BLINDED * s.size()));
                Bytes blinded0 = b.bytes(multipliers.size());
                Bytes blinded1 = b.bytes(multipliers.size());
                Words out = b.words(s.size())) {
            b.dealDigits(wr, first, second);
            b.blindDigits(1, wc, wcoins, first, multipliers, refresh, blinded0);
            b.blindDigits(0, wc, wcoins, second, multipliers, refresh, blinded1);
            b.anyZero(blinded0, blinded1, out);
            long[] found = download(b, out);
            byte[] x = download(b, blinded0);
            byte[] y = download(b, blinded1);
            for (int i = 0; i < s.size(); i++) {
                boolean beta = (coins[i] & 1) == 1;
                boolean greater = (r[i] & Long.MAX_VALUE) > (c[i] & Long.MAX_VALUE);
                assertThat(found[i])
                        .as("r %x, c %x, coin %x", r[i], c[i], coins[i])
                        .isEqualTo(beta != greater ? 1 : 0);
                assertThat(zeros(x, y, i)).isEqualTo(found[i]);
            }
        }
    }

    private static long zeros(byte[] x, byte[] y, int e) {
        long zeros = 0;
        for (int i = RingBackend.BLINDED * e; i < RingBackend.BLINDED * (e + 1); i++) {
            zeros += (x[i] + y[i]) % RingBackend.MODULUS == 0 ? 1 : 0;
        }
        return zeros;
    }
}
