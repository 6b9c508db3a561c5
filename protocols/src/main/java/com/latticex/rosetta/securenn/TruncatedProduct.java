package com.latticex.rosetta.securenn;

import com.latticex.rosetta.party.Dealing;
import com.latticex.rosetta.party.Dealt;
import com.latticex.rosetta.party.Invocation;
import com.latticex.rosetta.party.Masked;
import com.latticex.rosetta.randomness.Mask;
import com.latticex.rosetta.tensor.Tensor;

/**
 * (z >> t) v for a z that is opened and truncated under this step's mask and a masked v, without a round between truncation and product.
 *
 * <p>z >> t = pub - rho + k kap with rho = r >> t and kap = r63, as in {@link Truncation}, and v = d - b; so the product is a sum of public multiples of rho, kap, b, b rho and
 * b kap. 32 bytes a word dealt, beside the openings.
 */
final class TruncatedProduct {
    private final Invocation call;
    private final int bits;
    private final Mask mask;
    private final Dealt rho;
    private final Dealt kap;
    private final Dealt byRho;
    private final Dealt byKap;

    private TruncatedProduct(Invocation call, Dealing ahead, Mask factor, int bits) {
        this.call = call;
        this.bits = bits;
        this.mask = call.mask(factor.shape());
        Tensor shifted = mask.value().shiftRight(bits);
        Tensor top = mask.value().shiftRight(63);
        this.rho = ahead.words(shifted);
        this.kap = ahead.words(top);
        this.byRho = ahead.words(shifted.times(factor.value()));
        this.byKap = ahead.words(top.times(factor.value()));
    }

    /**
     * Names what is dealt ahead.
     *
     * @param factor mask of v
     */
    static TruncatedProduct deal(Invocation call, Dealing ahead, Mask factor, int bits) {
        return new TruncatedProduct(call, ahead, factor, bits);
    }

    /** z under this step's mask, to be opened. |z| <= 2^62. */
    Masked hide(Tensor z) {
        return call.hide(z, mask);
    }

    /** The share of the product. */
    Tensor of(Masked z, Masked v) {
        Tensor c = z.opened().plus(1L << 62);
        Tensor pub = c.shiftRight(bits).plus(-(1L << (62 - bits)));
        Tensor k = c.shiftRight(63).affine(-(1L << (64 - bits)), 1L << (64 - bits));
        Tensor d = v.opened();
        Tensor truncated = k.times(kap.share()).minus(rho.share());
        Tensor share = d.times(truncated)
                .minus(pub.times(v.mask().share()))
                .plus(byRho.share())
                .minus(k.times(byKap.share()));
        return call.addPublic(share, pub.times(d));
    }
}
