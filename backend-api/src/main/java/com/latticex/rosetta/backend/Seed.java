package com.latticex.rosetta.backend;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A secret 128-bit AES key. Never printed; wiped on close. */
public final class Seed implements AutoCloseable {
    public static final int BYTES = 16;

    private final byte[] key;
    private boolean closed;

    private Seed(byte[] key) {
        this.key = key;
    }

    /** Copies 16 bytes; the caller wipes its own array. */
    public static Seed of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a seed has " + BYTES + " bytes, not " + bytes.length);
        }
        return new Seed(bytes.clone());
    }

    /**
     * The key of one stream of this seed: HMAC-SHA-256 of (tag, 0, epoch), cut to 128 bits. Distinct (tag, epoch) give
     * independent keys.
     */
    public Seed derive(String tag, long epoch) {
        byte[] mac;
        try {
            Mac hmac = Mac.getInstance("HmacSHA256");
            hmac.init(new SecretKeySpec(key(), "HmacSHA256"));
            hmac.update(tag.getBytes(StandardCharsets.UTF_8));
            hmac.update((byte) 0);
            for (int i = 7; i >= 0; i--) {
                hmac.update((byte) (epoch >>> 8 * i));
            }
            mac = hmac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK has no HmacSHA256", e);
        }
        Seed derived = new Seed(Arrays.copyOf(mac, BYTES));
        Arrays.fill(mac, (byte) 0);
        return derived;
    }

    /** The key itself, for a backend's AES key schedule only; not a copy, so do not keep or change it. */
    public byte[] key() {
        if (closed) {
            throw new IllegalStateException("this seed has been wiped");
        }
        return key;
    }

    @Override
    public void close() {
        closed = true;
        Arrays.fill(key, (byte) 0);
    }

    @Override
    public String toString() {
        return "Seed(secret)";
    }
}
