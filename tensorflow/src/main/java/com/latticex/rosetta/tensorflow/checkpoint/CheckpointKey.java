package com.latticex.rosetta.tensorflow.checkpoint;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.util.Arrays;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;

/** The secret from which a party derives the key of each of its checkpoints. Never printed; wiped on close. */
public final class CheckpointKey implements AutoCloseable {
    private static final int KEY_BYTES = 32;
    private static final int LEAST_BYTES = 32;

    private final byte[] secret;
    private boolean closed;

    private CheckpointKey(byte[] secret) {
        this.secret = secret;
    }

    /** From a party's private key. */
    public static CheckpointKey of(PrivateKey key) {
        return of(key.getEncoded());
    }

    /** Takes ownership of a secret of at least 32 bytes. */
    public static CheckpointKey of(byte[] secret) {
        if (secret.length < LEAST_BYTES) {
            throw new IllegalArgumentException("a secret of " + secret.length + " bytes is too short");
        }
        return new CheckpointKey(secret);
    }

    /** The key of one file. */
    SecretKey derive(byte[] salt, byte[] purpose) {
        if (closed) {
            throw new IllegalStateException("this key has been wiped");
        }
        try {
            return KDF.getInstance("HKDF-SHA256")
                    .deriveKey(
                            "AES",
                            HKDFParameterSpec.ofExtract()
                                    .addIKM(secret)
                                    .addSalt(salt)
                                    .thenExpand(purpose, KEY_BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK has no HKDF-SHA256", e);
        }
    }

    @Override
    public void close() {
        closed = true;
        Arrays.fill(secret, (byte) 0);
    }

    @Override
    public String toString() {
        return "CheckpointKey(secret)";
    }
}
