package com.latticex.rosetta.securenn;

import com.latticex.rosetta.party.Dealing;
import com.latticex.rosetta.party.Dealt;
import com.latticex.rosetta.party.Invocation;
import com.latticex.rosetta.party.Masked;
import com.latticex.rosetta.randomness.Mask;
import com.latticex.rosetta.tensor.Tensor;

/** A product of two masked operands (Beaver, CRYPTO 1991): the helper deals the product of the masks, 8 bytes a word; the rest is local. */
final class Product {
    private final Invocation call;
    private final Bilinear map;
    private final Dealt ab;

    private Product(Invocation call, Dealing ahead, Mask a, Mask b, Bilinear map) {
        this.call = call;
        this.map = map;
        this.ab = ahead.words(map.apply(a.value(), b.value()));
    }

    /** Names what the helper has to deal ahead. One mask may be part of many products. */
    static Product deal(Invocation call, Dealing ahead, Mask a, Mask b, Bilinear map) {
        return new Product(call, ahead, a, b, map);
    }

    /** The share of the product, at the sum of the operands' scales. */
    Tensor of(Masked x, Masked y) {
        return map.share(
                call, x.opened(), y.opened(), x.mask().share(), y.mask().share(), ab.share());
    }

    /** Product of fresh operands, truncated: both openings are 16 bytes a word, then 8 + 32 bytes a word of the result; 2 rounds. */
    static Tensor truncated(Invocation call, Tensor x, Tensor y, Bilinear map, int bits) {
        Dealing ahead = call.dealing();
        Mask a = call.mask(x.shape());
        Mask b = call.mask(y.shape());
        Product product = deal(call, ahead, a, b, map);
        Truncation truncation = Truncation.deal(call, ahead, map.shape(), bits);
        ahead.send();
        Masked mx = call.hide(x, a);
        Masked my = call.hide(y, b);
        call.open(mx, my);
        return truncation.of(product.of(mx, my));
    }
}
