package com.latticex.rosetta.backend.cpu;

import com.latticex.rosetta.backend.Seed;
import com.latticex.rosetta.error.DeviceException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-128-CTR key stream by the JDK's cipher, whose intrinsic runs at the processor's AES rate on heap arrays of a few
 * kilobytes. An instance serves one thread at a time.
 */
final class AesCtr {
    /** The intrinsic is reached on pieces of this size; much larger ones fall back to the interpreter's loop. */
    static final int PIECE = 8192;

    private static final int BLOCK = 16;
    private static final byte[] ZEROS = new byte[PIECE];
    private static final int KEPT = 16;

    /** With room for a vector beyond the end. */
    private final byte[] piece = new byte[PIECE + 64];

    private final Cipher cipher;

    private AesCtr() {
        try {
            cipher = Cipher.getInstance("AES/CTR/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new DeviceException("this Java has no AES/CTR cipher; use a complete JDK", e);
        }
    }

    /** Starts the stream of a key at the counter block (nonce, block). */
    void start(Seed key, long nonce, long block) {
        byte[] counter =
                ByteBuffer.allocate(BLOCK).putLong(nonce).putLong(block).array();
        try {
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key.key(), "AES"), new IvParameterSpec(counter));
        } catch (GeneralSecurityException e) {
            throw new DeviceException("this Java's AES/CTR cipher refuses a 128-bit key", e);
        }
    }

    /** The next {@code length} bytes, at most a piece, valid until the next call; whole blocks but for the last call. */
    byte[] next(int length) {
        try {
            cipher.update(ZEROS, 0, length, piece, 0);
            return piece;
        } catch (GeneralSecurityException e) {
            throw new DeviceException("AES/CTR failed", e);
        }
    }

    /** Writes the next bytes of the stream to memory. */
    void fill(long out, long bytes) {
        for (long done = 0; done < bytes; done += PIECE) {
            int length = (int) Math.min(PIECE, bytes - done);
            MemorySegment.copy(next(length), 0, Memory.ALL, ValueLayout.JAVA_BYTE, out + done, length);
        }
    }

    /** Ciphers for reuse: making one costs as much as some kilobytes of stream. */
    static final class Cache {
        private final BlockingQueue<AesCtr> idle = new ArrayBlockingQueue<>(KEPT);

        AesCtr take() {
            AesCtr cipher = idle.poll();
            return cipher != null ? cipher : new AesCtr();
        }

        /** Keeps the cipher if there is room. */
        void give(AesCtr cipher) {
            if (!idle.offer(cipher)) {
                cipher.wipe();
            }
        }
    }

    private void wipe() {
        java.util.Arrays.fill(piece, (byte) 0);
    }
}
