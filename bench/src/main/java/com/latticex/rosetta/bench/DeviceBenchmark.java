package com.latticex.rosetta.bench;

import com.latticex.rosetta.backend.Backends;
import com.latticex.rosetta.backend.Bytes;
import com.latticex.rosetta.backend.RingBackend;
import com.latticex.rosetta.backend.Seed;
import com.latticex.rosetta.backend.Words;
import java.lang.foreign.MemorySegment;
import java.security.GeneralSecurityException;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A benchmark on a device: opens it, and makes random content on it. */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init")
public abstract class DeviceBenchmark {
    /** JVM arguments that the CPU backend needs, as every benchmark forks with. */
    static final String VECTORS = "--add-modules=jdk.incubator.vector";

    static final String NATIVE = "--enable-native-access=ALL-UNNAMED";

    /** As in {@code -Drosetta.device}. */
    @Param("cpu")
    public String device;

    RingBackend backend;
    Seed key;
    private long nonce;
    private Words last;

    @Setup(Level.Trial)
    public void open() throws GeneralSecurityException {
        backend = Backends.installed().open(device);
        key = Seed.of(new byte[Seed.BYTES]);
        last = backend.words(1);
        allocate();
    }

    /** Makes the operands; the device is open. */
    abstract void allocate() throws GeneralSecurityException;

    @TearDown(Level.Trial)
    public void close() {
        backend.close();
    }

    final Words words(long size) {
        Words words = backend.words(size);
        backend.random(key, nonce++, words);
        return words;
    }

    final Bytes digits(long size) {
        Bytes digits = backend.bytes(size);
        backend.randomNonZeroDigits(key, nonce++, digits);
        return digits;
    }

    /** Waits for the device's queue: reading one word back waits for everything before it. */
    final long finish() {
        long[] word = new long[1];
        backend.download(last, MemorySegment.ofArray(word));
        return word[0];
    }
}
