package com.latticex.rosetta.tensorflow.checkpoint;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/** The cipher of one file's segments, in order. */
final class Segments {
    static final int SIZE = 1 << 16;
    static final int TAG = 16;
    static final int PREFIX = 7;

    private final int mode;
    private final SecretKey key;
    private final byte[] prefix;
    private final Cipher cipher;
    private int next;

    /** @param mode {@link Cipher#ENCRYPT_MODE} or {@link Cipher#DECRYPT_MODE} */
    Segments(int mode, SecretKey key, byte[] prefix) {
        this.mode = mode;
        this.key = key;
        this.prefix = prefix.clone();
        try {
            this.cipher = Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK has no AES-GCM", e);
        }
    }

    /**
     * The next segment.
     *
     * @return bytes written to {@code to}
     * @throws GeneralSecurityException when decrypting, if it is not what was written at this place
     */
    int apply(byte[] from, int length, boolean last, byte[] to) throws GeneralSecurityException {
        if (next < 0) {
            throw new IllegalStateException("a checkpoint has at most 2^31 segments");
        }
        byte[] nonce = ByteBuffer.allocate(PREFIX + 5)
                .put(prefix)
                .putInt(next++)
                .put((byte) (last ? 1 : 0))
                .array();
        cipher.init(mode, key, new GCMParameterSpec(8 * TAG, nonce));
        return cipher.doFinal(from, 0, length, to);
    }
}
