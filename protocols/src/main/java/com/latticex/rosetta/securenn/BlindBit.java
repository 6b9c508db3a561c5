package com.latticex.rosetta.securenn;

import com.latticex.rosetta.party.Dealing;
import com.latticex.rosetta.party.Dealt;
import com.latticex.rosetta.party.Invocation;
import com.latticex.rosetta.tensor.Shape;
import com.latticex.rosetta.tensor.Tensor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A bit b = m xor e that nobody knows: m is public at P0 and P1, e is known to the helper, and each alone is uniform. With shares of e v, a share of b v is
 * local: b v = m v + (1 - 2m) e v.
 */
final class BlindBit {
    private final Invocation call;
    private final Dealing dealing;
    private final Shape shape;
    private final Supplier<Tensor> value;
    private @Nullable Tensor e;
    private @Nullable Dealt shared;
    private @Nullable Tensor m;

    BlindBit(Invocation call, Dealing dealing, Shape shape, Supplier<Tensor> value) {
        this.call = call;
        this.dealing = dealing;
        this.shape = shape;
        this.value = value;
    }

    /** At the helper, once it knows. */
    private Tensor e() {
        Tensor known = e == null ? value.get() : e;
        e = known;
        return known;
    }

    /** Named before anything runs: shares of e. 8 bytes. */
    Dealt dealt() {
        Dealt named = shared == null ? dealing.words(shape, this::e) : shared;
        shared = named;
        return named;
    }

    /** Named before anything runs: shares of e v, for a v that the helper knows. 8 bytes. */
    Dealt dealt(Tensor v) {
        return dealing.words(shape, () -> e().times(v));
    }

    void known(Tensor publicPart) {
        m = publicPart;
    }

    private Tensor m() {
        if (m == null) {
            throw new IllegalStateException("this bit has not been compared yet");
        }
        return m;
    }

    /** Share of b, at scale 0, where e has been dealt. */
    Tensor share() {
        Tensor share = dealt().share();
        return call.addPublic(share.plusProduct(m(), share.times(-2)), m());
    }

    /** Share of b v from shares of v and of e v. */
    Tensor times(Tensor v, Tensor ev) {
        return ev.plusProduct(m(), v.plus(ev.times(-2)));
    }
}
