package com.latticex.rosetta.party;

import com.latticex.rosetta.tensor.Digits;
import com.latticex.rosetta.tensor.Shape;
import com.latticex.rosetta.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * 32 digits modulo 67 a word for the helper, exactly one of them zero: multiplied by common uniform non-zero digits, refreshed by plus and minus common uniform digits, digit k at
 * slot k xor rho for a common uniform rho. The helper learns (place of the zero) xor rho, which is uniform.
 */
public final class BlindedSlots extends ForHelper {
    /** Slots of a word. */
    public static final int SLOTS = 32;

    private final Digits message;
    private final Tensor coins;
    private @Nullable Tensor slot;

    BlindedSlots(Digits message, Tensor coins) {
        this.message = message;
        this.coins = coins;
    }

    Digits message() {
        return message;
    }

    /** rho at P0 and P1. */
    public Tensor rho() {
        return coins.and(SLOTS - 1);
    }

    /** The zero's slot at the helper, once sent; absent elsewhere. */
    public Tensor slot() {
        if (slot == null) {
            throw new IllegalStateException("these digits have not been sent to the helper yet");
        }
        return slot;
    }

    void received(Tensor value) {
        slot = value;
    }

    Shape shape() {
        return coins.shape();
    }
}
