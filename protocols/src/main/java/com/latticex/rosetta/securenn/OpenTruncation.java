package com.latticex.rosetta.securenn;

import com.latticex.rosetta.party.Dealing;
import com.latticex.rosetta.party.Dealt;
import com.latticex.rosetta.party.Invocation;
import com.latticex.rosetta.party.Masked;
import com.latticex.rosetta.randomness.Mask;
import com.latticex.rosetta.tensor.Tensor;

/**
 * A value truncated as it is opened, times blind bits: with z >> t = T = pub - rho + k kap and e, e rho, e kap dealt, b T = m T + (1 - 2m)(pub e - e rho + k e kap). 16 bytes
 * dealt ahead beside the opening, 24 for each bit.
 */
final class OpenTruncation {
    /** Added to values of either sign, for |z| <= 2^62; 0 where a value below 0 is not wanted anyway, for z < 2^63. */
    static final long OFFSET = 1L << 62;

    private final Invocation call;
    private final int bits;
    private final long offset;
    private final Tensor rhoValue;
    private final Tensor kapValue;
    private final Dealt rho;
    private final Dealt kap;

    OpenTruncation(Invocation call, Dealing ahead, Mask mask, int bits, long offset) {
        this.call = call;
        this.bits = bits;
        this.offset = offset;
        this.rhoValue = mask.value().shiftRight(bits);
        this.kapValue = mask.value().shiftRight(63);
        this.rho = ahead.words(rhoValue);
        this.kap = ahead.words(kapValue);
    }

    /** Names what is dealt for the product with a bit. */
    Product by(BlindBit bit) {
        return new Product(bit);
    }

    /** The product with one bit. */
    final class Product {
        private final BlindBit bit;
        private final Dealt e;
        private final Dealt eRho;
        private final Dealt eKap;

        private Product(BlindBit bit) {
            this.bit = bit;
            this.e = bit.dealt();
            this.eRho = bit.dealt(rhoValue);
            this.eKap = bit.dealt(kapValue);
        }

        /** The share of b (z >> t). */
        Tensor of(Masked z) {
            Tensor c = z.opened().plus(offset);
            Tensor pub = c.shiftRight(bits).plus(-(offset >> bits));
            Tensor k = c.shiftRight(63).affine(-(1L << (64 - bits)), 1L << (64 - bits));
            Tensor t = call.addPublic(k.times(kap.share()).minus(rho.share()), pub);
            Tensor et = pub.times(e.share()).minus(eRho.share()).plusProduct(k, eKap.share());
            return bit.times(t, et);
        }
    }
}
