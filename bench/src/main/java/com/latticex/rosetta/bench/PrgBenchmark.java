package com.latticex.rosetta.bench;

import com.latticex.rosetta.backend.Bytes;
import com.latticex.rosetta.backend.Words;
import java.security.GeneralSecurityException;
import java.util.concurrent.TimeUnit;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Warmup;

/** The generator, and raw AES/CTR in pieces of 8 KB as its limit. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {DeviceBenchmark.VECTORS, DeviceBenchmark.NATIVE})
@SuppressWarnings("NullAway.Init")
public class PrgBenchmark extends DeviceBenchmark {
    private static final int PIECE = 8192;

    /** Words; eight times as many digits. */
    @Param({"32", "1024", "131072"})
    public int size;

    private final byte[] zeros = new byte[PIECE];
    private final byte[] piece = new byte[PIECE];
    private Words drawn;
    private Bytes drawnDigits;
    private Cipher aes;
    private long nonce;

    @Override
    void allocate() throws GeneralSecurityException {
        drawn = words(size);
        drawnDigits = digits(8L * size);
        aes = Cipher.getInstance("AES/CTR/NoPadding");
        aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(new byte[16], "AES"), new IvParameterSpec(new byte[16]));
    }

    @Benchmark
    public long random() {
        backend.random(key, nonce++, drawn);
        return finish();
    }

    @Benchmark
    public long randomDigits() {
        backend.randomDigits(key, nonce++, drawnDigits);
        return finish();
    }

    @Benchmark
    public byte[] rawAes() throws GeneralSecurityException {
        for (int left = 8 * size; left > 0; left -= PIECE) {
            aes.update(zeros, 0, Math.min(left, PIECE), piece, 0);
        }
        return piece;
    }
}
