package com.latticex.rosetta.party;

import com.latticex.rosetta.tensor.Digits;
import com.latticex.rosetta.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * One comparison for the helper: 64 digits a word, multiplied by common uniform non-zero digits, refreshed by plus and minus common uniform digits and rotated by a
 * common uniform amount (SecureNN, Algorithm 3, and the refresh that it lacks).
 */
public final class BlindedDigits extends ForHelper {
    private final Digits message;
    private final Tensor coin;
    private @Nullable Tensor found;

    BlindedDigits(Digits message, Tensor coin) {
        this.message = message;
        this.coin = coin;
    }

    Digits message() {
        return message;
    }

    /** The common random words of P0 and P1 of which bit 0 is beta. */
    public Tensor coin() {
        return coin;
    }

    /** 1 at the helper where some digit is zero, once sent: beta xor (r mod 2^63 > c mod 2^63). Absent elsewhere. */
    public Tensor found() {
        if (found == null) {
            throw new IllegalStateException("these digits have not been sent to the helper yet");
        }
        return found;
    }

    void received(Tensor bit) {
        found = bit;
    }
}
