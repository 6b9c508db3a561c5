package com.latticex.rosetta.backend.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.latticex.rosetta.backend.Bytes;
import com.latticex.rosetta.backend.RingBackend;
import com.latticex.rosetta.backend.Seed;
import com.latticex.rosetta.backend.Words;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The pseudo-random generator: known answers, the same bits as the reference, exact uniformity of digits. */
public abstract class PrgContract extends BackendContract {
    private static final String ANY = "com.latticex.rosetta.backend.contract.Samples#awkwardAndLarge";
    private static final HexFormat HEX = HexFormat.of();

    private final RingBackend reference = new ReferenceBackend();

    /** NIST SP 800-38A, F.5.1: the key stream is the published output block. */
    @Test
    void referenceStreamHasThePublishedBlocks() {
        try (Seed key = Seed.of(HEX.parseHex("2b7e151628aed2a6abf7158809cf4f3c"))) {
            byte[] stream = new ReferencePrg(key).stream(0xf0f1f2f3f4f5f6f7L, 0xf8f9fafbfcfdfeffL, 64);
            assertThat(HEX.formatHex(stream))
                    .isEqualTo("ec8cdf7398607cb0f2d21675ea9ea1e4" + "362b7c3c6773516318a077d7fc5073ae"
                            + "6a2cc3787889374fbeb4c81b17ba6c44" + "e89c399ff0f198c6d40a31db156cabfe");
        }
    }

    /** NIST AESAVS, variable key and variable text: the first block encrypts (nonce, 0). */
    @ParameterizedTest
    @CsvSource({
        "80000000000000000000000000000000, 0000000000000000, 0edd33d3c621e546455bd8ba1418bec8",
        "00000000000000000000000000000000, 8000000000000000, 3ad78e726c1ec02b7ebfe92b23d9ec34",
        "00000000000000000000000000000000, c000000000000000, aae5939c8efdf2f04e60b9fe7117b2c2"
    })
    void firstBlockIsThePublishedOne(String key, String nonce, String block) {
        try (Seed seed = Seed.of(HEX.parseHex(key));
                Words out = backend().words(2)) {
            backend().random(seed, Long.parseUnsignedLong(nonce, 16), out);
            ByteBuffer expected = ByteBuffer.wrap(HEX.parseHex(block)).order(ByteOrder.LITTLE_ENDIAN);
            assertThat(download(backend(), out)).containsExactly(expected.getLong(), expected.getLong());
        }
    }

    @ParameterizedTest
    @MethodSource(ANY)
    void equalsTheReference(Samples s) {
        try (Seed key = s.key()) {
            long nonce = s.random().nextLong();
            Differential both = new Differential(backend(), reference);
            both.check((b, o) -> b.random(key, nonce, o.words(0)), (Object) s.words());
            int digits = Math.min(s.size(), 300_007);
            both.check((b, o) -> b.randomDigits(key, nonce, o.bytes(0)), (Object) s.digits(0, digits));
            both.check((b, o) -> b.randomNonZeroDigits(key, nonce, o.bytes(0)), (Object) s.digits(0, digits));
        }
    }

    @Test
    void longerDrawBeginsWithTheShorterOne() {
        try (Seed key = Samples.of(0, 3).key();
                Words few = backend().words(77);
                Words many = backend().words(5000)) {
            backend().random(key, 9, few);
            backend().random(key, 9, many);
            assertThat(Arrays.copyOf(download(backend(), many), 77)).isEqualTo(download(backend(), few));
        }
    }

    @Test
    void keysAndNoncesGiveDifferentStreams() {
        try (Seed one = Samples.of(0, 4).key();
                Seed two = Samples.of(0, 5).key();
                Words out = backend().words(3 * 64)) {
            backend().random(one, 1, out.slice(0, 64));
            backend().random(one, 2, out.slice(64, 64));
            backend().random(two, 1, out.slice(128, 64));
            assertThat(Arrays.stream(download(backend(), out)).distinct()).hasSize(3 * 64);
        }
    }

    /** Chi-square at 66 and 65 degrees of freedom: above 150 has probability below 1e-7. A byte modulo 67 gives about 10,000. */
    @Test
    void digitsAreUniform() {
        int size = 1 << 20;
        try (Seed key = Samples.of(0, 6).key();
                Bytes out = backend().bytes(size)) {
            backend().randomDigits(key, 1, out);
            assertThat(chiSquare(download(backend(), out), 0)).isLessThan(150);
            backend().randomNonZeroDigits(key, 2, out);
            assertThat(chiSquare(download(backend(), out), 1)).isLessThan(150);
        }
    }

    private static double chiSquare(byte[] digits, int least) {
        long[] count = new long[RingBackend.MODULUS];
        for (byte digit : digits) {
            assertThat((int) digit).isBetween(least, RingBackend.MODULUS - 1);
            count[digit]++;
        }
        double expected = (double) digits.length / (RingBackend.MODULUS - least);
        return Arrays.stream(count, least, RingBackend.MODULUS)
                .mapToDouble(n -> (n - expected) * (n - expected) / expected)
                .sum();
    }
}
