package com.latticex.rosetta.securenn;

import com.latticex.rosetta.party.Dealing;
import com.latticex.rosetta.party.Dealt;
import com.latticex.rosetta.party.Invocation;
import com.latticex.rosetta.party.Masked;
import com.latticex.rosetta.randomness.Mask;
import com.latticex.rosetta.tensor.Shape;
import com.latticex.rosetta.tensor.Tensor;

/**
 * Exact truncation: z >> bits for |z| <= 2^62 as floor or floor + 1, the latter with probability exactly the dropped fraction. 32 bytes a word, 1 round.
 *
 * <p>With c = z + 2^62 + r opened, and r63, c63 top bits: z >> f = (c >> f) - (r >> f) + 2^(64-f) r63 (1 - c63) - 2^(62-f). The helper deals r >> f and r63.
 */
final class Truncation {
    private static final long OFFSET = 1L << 62;

    private final Invocation call;
    private final int bits;
    private final Mask mask;
    private final Dealt shifted;
    private final Dealt top;

    private Truncation(Invocation call, Dealing ahead, Shape shape, int bits) {
        this.call = call;
        this.bits = bits;
        this.mask = call.mask(shape);
        this.shifted = ahead.words(mask.value().shiftRight(bits));
        this.top = ahead.words(mask.value().shiftRight(63));
    }

    /** Names what the helper has to deal ahead for one truncation. */
    static Truncation deal(Invocation call, Dealing ahead, Shape shape, int bits) {
        return new Truncation(call, ahead, shape, bits);
    }

    /** Opens z under this truncation's mask and truncates it. */
    Tensor of(Tensor z) {
        Masked hidden = hide(z);
        call.open(hidden);
        return of(hidden);
    }

    /** z under this truncation's mask, to be opened together with other values. */
    Masked hide(Tensor z) {
        return call.hide(z, mask);
    }

    /** Truncates what {@link #hide} made, once it is open; local. */
    Tensor of(Masked z) {
        return call.atHolders(
                z.shape(),
                out -> call.backend()
                        .truncateOpened(
                                call.role().first(),
                                bits,
                                z.opened().plus(OFFSET).words(),
                                shifted.share().words(),
                                top.share().words(),
                                out));
    }

    /** Opens and truncates with randomness dealt at once: for operations that do nothing else. */
    static Tensor now(Invocation call, Tensor z, int bits) {
        Dealing ahead = call.dealing();
        Truncation truncation = deal(call, ahead, z.shape(), bits);
        ahead.send();
        return truncation.of(z);
    }
}
