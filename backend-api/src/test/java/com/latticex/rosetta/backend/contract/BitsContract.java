package com.latticex.rosetta.backend.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.latticex.rosetta.backend.Bytes;
import com.latticex.rosetta.backend.RingBackend;
import com.latticex.rosetta.backend.Words;
import java.math.BigInteger;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kernel on bits, packed digits and public fractions equals the reference bit for bit, and does what it is for. */
public abstract class BitsContract extends KernelContract {
    private static int width(Samples s) {
        return (int) RingBackend.planeWords(s.size());
    }

    @ParameterizedTest
    @MethodSource(ANY)
    void combinesBits(Samples s) {
        check((b, o) -> b.xor(o.words(0), o.words(1), o.words(2)), s.words(), s.words(), s.words());
        check((b, o) -> b.and(o.words(0), o.words(1), o.words(2)), s.words(), s.words(), s.words());
        check((b, o) -> b.xor(o.words(0), o.words(1), o.words(0)), s.words(), s.words());
        check((b, o) -> b.and(o.words(0), o.words(1), o.words(1)), s.words(), s.words());
        check((b, o) -> b.expandBits(o.words(0), o.words(1)), s.words(width(s)), s.words());
    }

    @ParameterizedTest
    @MethodSource(AWKWARD)
    void conjoins(Samples s) {
        for (int first = 0; first <= 1; first++) {
            for (int at = 0; at < 6; at++) {
                int one = first;
                int out = at;
                check(
                        (b, o) -> b.conjoin(
                                one, o.words(0), o.words(1), o.words(2), o.words(3), o.words(4), o.words(out)),
                        s.words(),
                        s.words(),
                        s.words(),
                        s.words(),
                        s.words(),
                        s.words());
            }
        }
    }

    @ParameterizedTest
    @MethodSource(AWKWARD)
    void dealsAndComparesBlocks(Samples s) {
        long[] share = s.random().longs((long) RingBackend.ONE_HOTS * width(s)).toArray();
        check(
                (b, o) -> b.dealBlocks(o.words(0), o.words(1), o.words(2)),
                s.words(),
                share,
                s.words(RingBackend.ONE_HOTS * width(s)));
        check((b, o) -> b.dealBlocks(o.words(0), o.words(1), o.words(1)), s.words(), share);
        check(
                (b, o) -> b.compareBlocks(o.words(0), o.words(1), o.words(2)),
                s.words(),
                share,
                s.words(RingBackend.COMPARED * width(s)));
    }

    /** The first block from the top that differs decides. */
    @ParameterizedTest
    @MethodSource(AWKWARD)
    void blocksTellWhichIsGreater(Samples s) {
        long[] r = s.words();
        long[] c = s.words();
        for (int i = 0; i < s.size(); i += 3) {
            c[i] = r[i] + s.random().nextInt(-20, 21);
        }
        int width = width(s);
        long[] first = s.random().longs((long) RingBackend.ONE_HOTS * width).toArray();
        long[][] compared = new long[2][];
        try (Words wr = upload(backend(), r);
                Words wc = upload(backend(), c);
                Words share = upload(backend(), first);
                Words second = backend().words(share.size());
                Words out = backend().words((long) RingBackend.COMPARED * width)) {
            backend().dealBlocks(wr, share, second);
            backend().compareBlocks(wc, share, out);
            compared[0] = download(backend(), out);
            backend().compareBlocks(wc, second, out);
            compared[1] = download(backend(), out);
        }
        for (int e = 0; e < s.size(); e++) {
            boolean greater = false;
            boolean equal = true;
            for (int b = 15; b >= 0; b--) {
                int position = Integer.reverse(b) >>> 28;
                greater |= equal && bit(compared, position * width, e);
                equal &= b == 0 || bit(compared, (15 + position) * width, e);
            }
            assertThat(greater)
                    .as("r %x, c %x", r[e], c[e])
                    .isEqualTo((r[e] & Long.MAX_VALUE) > (c[e] & Long.MAX_VALUE));
        }
    }

    private static boolean bit(long[][] shares, int plane, int e) {
        return ((shares[0][plane + e / 64] ^ shares[1][plane + e / 64]) >>> e & 1) == 1;
    }

    @ParameterizedTest
    @MethodSource(AWKWARD)
    void packsDigits(Samples s) {
        byte[] digits = s.digits(0, s.size());
        int words = (int) RingBackend.packedWords(s.size());
        check((b, o) -> b.packDigits(o.bytes(0), o.words(1)), digits, s.words(words));
        check((b, o) -> b.unpackDigits(o.words(0), o.bytes(1)), s.words(words), digits);
        try (Bytes d = upload(backend(), digits);
                Words packed = backend().words(words);
                Bytes again = backend().bytes(s.size())) {
            backend().packDigits(d, packed);
            backend().unpackDigits(packed, again);
            assertThat(download(backend(), again)).isEqualTo(digits);
        }
    }

    @ParameterizedTest
    @MethodSource(AWKWARD)
    void scalesByFractions(Samples s) {
        long[] x = s.words();
        long[] k = s.words();
        check((b, o) -> b.scale(o.words(0), o.words(1), o.words(2)), x, k, s.words());
        check((b, o) -> b.scale(o.words(0), o.words(1), o.words(1)), x, k);
        long[] expected = new long[s.size()];
        Arrays.setAll(
                expected,
                i -> new BigInteger(Long.toUnsignedString(x[i]))
                        .multiply(BigInteger.valueOf(k[i]))
                        .shiftRight(62)
                        .longValue());
        try (Words wx = upload(backend(), x);
                Words wk = upload(backend(), k);
                Words out = backend().words(s.size())) {
            backend().scale(wx, wk, out);
            assertThat(download(backend(), out)).isEqualTo(expected);
        }
    }
}
