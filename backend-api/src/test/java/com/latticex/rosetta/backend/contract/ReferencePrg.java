package com.latticex.rosetta.backend.contract;

import com.latticex.rosetta.backend.Seed;
import com.latticex.rosetta.error.DeviceException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.function.LongUnaryOperator;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/** AES-128 in counter mode, block by block, and digits drawn from it by rejection. */
final class ReferencePrg {
    private static final int BLOCK = 16;
    private static final int GROUP = 64;

    private final Cipher aes;

    ReferencePrg(Seed key) {
        try {
            aes = Cipher.getInstance("AES/ECB/NoPadding");
            aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key.key(), "AES"));
        } catch (GeneralSecurityException e) {
            throw new DeviceException("the JDK has no AES", e);
        }
    }

    /** Bytes of the stream from {@code 16 * block} on. */
    byte[] stream(long nonce, long block, int length) {
        ByteBuffer out = ByteBuffer.allocate((length + BLOCK - 1) / BLOCK * BLOCK);
        for (long i = block; out.hasRemaining(); i++) {
            byte[] counter =
                    ByteBuffer.allocate(BLOCK).putLong(nonce).putLong(i).array();
            try {
                out.put(aes.doFinal(counter));
            } catch (GeneralSecurityException e) {
                throw new DeviceException("AES failed", e);
            }
        }
        return java.util.Arrays.copyOf(out.array(), length);
    }

    /**
     * Digits of one group: candidates in order, those below {@code limit} kept.
     *
     * @param digit maps an accepted byte to its digit
     */
    int[] group(long nonce, long group, int length, int limit, LongUnaryOperator digit) {
        int[] digits = new int[length];
        int found = 0;
        for (int attempt = 0; found < length; attempt++) {
            if (attempt > 4) {
                throw new DeviceException("the generator rejected more than a thousand candidates: it is broken");
            }
            byte[] candidates = attempt == 0
                    ? stream(nonce, group * 96 / BLOCK, 96)
                    : stream(nonce ^ 1L << (64 - attempt), group * 256 / BLOCK, 256);
            for (int i = 0; i < candidates.length && found < length; i++) {
                int candidate = candidates[i] & 0xFF;
                if (candidate < limit) {
                    digits[found++] = (int) digit.applyAsLong(candidate);
                }
            }
        }
        return digits;
    }

    /** Fills all of {@code out}, group by group. */
    void digits(long nonce, int limit, LongUnaryOperator digit, ReferenceBytes out) {
        for (long from = 0; from < out.size(); from += GROUP) {
            int length = (int) Math.min(GROUP, out.size() - from);
            int[] group = group(nonce, from / GROUP, length, limit, digit);
            for (int i = 0; i < length; i++) {
                out.set(from + i, group[i]);
            }
        }
    }
}
