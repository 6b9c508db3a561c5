package com.latticex.rosetta.securenn;

import com.latticex.rosetta.party.Cost;
import com.latticex.rosetta.party.Dealing;
import com.latticex.rosetta.party.Dealt;
import com.latticex.rosetta.party.Invocation;
import com.latticex.rosetta.party.Masked;
import com.latticex.rosetta.randomness.Mask;
import com.latticex.rosetta.tensor.Shape;
import com.latticex.rosetta.tensor.Tensor;

/**
 * The sign of a divisor taken off before, and put on again after, what works for positive ones.
 *
 * <p>Division: 247 bytes and 3 rounds for [b >= 0], |b| and the numerator with b's sign; 774 and 11 in all. Reciprocal: 223 and 3 for the bit and |b|, then 24 and 1 to select the result by the
 * same bit; 710 and 11 in all.
 */
final class Signed {
    private Signed() {}

    static Cost divisionCost(Shape shape) {
        return Costs.comparison(shape.size(), 0, 8, 24).then(Division.cost(shape));
    }

    static Tensor divide(Invocation call, Tensor a, Tensor b) {
        Dealing ahead = call.dealing();
        Mask r = call.mask(b.shape());
        Comparison comparison = Comparison.deal(call, ahead, r);
        ahead.send();
        Masked c = call.hide(b, r);
        call.open(c);
        BlindBit positive = comparison.atLeast(c, 0);
        HelperProduct numerator = new HelperProduct(call, a);
        call.toHelper(positive.digits(), numerator.message());
        Dealing answer = call.dealing();
        Dealt e = answer.words(positive.e());
        Dealt er = answer.words(e.value().times(r.value()));
        Dealt ea = numerator.answer(answer, e);
        answer.send();
        Tensor kept = positive.times(b, c.opened().times(e.share()).minus(er.share()));
        return Division.of(
                call,
                numerator.of(positive, e, ea).times(2).minus(a),
                kept.times(2).minus(b));
    }

    static Cost reciprocalCost(Shape shape) {
        return Relu.cost(shape).then(Reciprocal.cost(shape)).then(Costs.openDealt(shape.size(), 8));
    }

    static Tensor reciprocal(Invocation call, Tensor b) {
        Dealing ahead = call.dealing();
        Mask r = call.mask(b.shape());
        Comparison comparison = Comparison.deal(call, ahead, r);
        ahead.send();
        Masked c = call.hide(b, r);
        call.open(c);
        BlindBit positive = comparison.atLeast(c, 0);
        call.toHelper(positive.digits());
        Mask s = call.mask(b.shape());
        Dealing answer = call.dealing();
        Dealt e = answer.words(positive.e());
        Dealt er = answer.words(e.value().times(r.value()));
        Dealt es = answer.words(e.value().times(s.value()));
        answer.send();
        Tensor kept = positive.times(b, c.opened().times(e.share()).minus(er.share()));
        Tensor w = Reciprocal.of(call, kept.times(2).minus(b));
        Masked hidden = call.hide(w, s);
        call.open(hidden);
        Tensor ew = hidden.opened().times(e.share()).minus(es.share());
        return positive.times(w, ew).times(2).minus(w);
    }
}
