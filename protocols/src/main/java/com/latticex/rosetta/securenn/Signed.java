package com.latticex.rosetta.securenn;

import com.latticex.rosetta.party.Cost;
import com.latticex.rosetta.party.Dealing;
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

    static Cost divisionCost(Comparisons how, Shape shape) {
        return how.cost(new ComparisonCost(shape.size(), 16, 0, 1, 0, 3)).then(Division.cost(shape));
    }

    static Tensor divide(Invocation call, Comparisons how, Tensor a, Tensor b) {
        Dealing ahead = call.dealing();
        Mask r = call.mask(b.shape());
        Mask n = call.mask(a.shape());
        Comparison comparison = how.deal(call, ahead, r, 1);
        Selection divisor = Selection.deal(comparison.bit(0), r);
        Selection numerator = Selection.deal(comparison.bit(0), n);
        ahead.send();
        Masked c = call.hide(b, r);
        Masked hidden = call.hide(a, n);
        call.open(c, hidden);
        comparison.run(c, 0);
        return Division.of(
                call,
                numerator.of(a, hidden).times(2).minus(a),
                divisor.of(b, c).times(2).minus(b));
    }

    static Cost reciprocalCost(Comparisons how, Shape shape) {
        return how.cost(ComparisonCost.of(shape.size(), 3))
                .then(Reciprocal.cost(shape))
                .then(Costs.open(shape));
    }

    static Tensor reciprocal(Invocation call, Comparisons how, Tensor b) {
        Dealing ahead = call.dealing();
        Mask r = call.mask(b.shape());
        Mask s = call.mask(b.shape());
        Comparison comparison = how.deal(call, ahead, r, 1);
        Selection divisor = Selection.deal(comparison.bit(0), r);
        Selection result = Selection.deal(comparison.bit(0), s);
        ahead.send();
        Masked c = call.hide(b, r);
        call.open(c);
        comparison.run(c, 0);
        Tensor w = Reciprocal.of(call, divisor.of(b, c).times(2).minus(b));
        Masked hidden = call.hide(w, s);
        call.open(hidden);
        return result.of(w, hidden).times(2).minus(w);
    }
}
