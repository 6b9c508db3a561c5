package com.latticex.rosetta.securenn;

import com.latticex.rosetta.party.Attributes;
import com.latticex.rosetta.party.Cost;
import com.latticex.rosetta.party.Dealing;
import com.latticex.rosetta.party.Dealt;
import com.latticex.rosetta.party.Invocation;
import com.latticex.rosetta.party.Masked;
import com.latticex.rosetta.party.Operation;
import com.latticex.rosetta.randomness.Mask;
import com.latticex.rosetta.tensor.Shape;
import com.latticex.rosetta.tensor.Tensor;
import com.latticex.rosetta.tensor.Value;
import java.util.List;

/**
 * max(x, 0) >> bits for any 64-bit x, as floor or floor + 1: ReLU of a product before its truncation. 247 bytes a word, 3 rounds. Attribute {@code bits}, 1 to 62
 * (default: the fraction bits).
 *
 * <p>A non-negative x is below 2^63, so the truncation needs no offset: x >> f = (c >> f) - (r >> f) + 2^(64-f) r63 (1 - c63); a negative x is multiplied by 0.
 */
final class TruncatedRelu implements Operation {
    private final int bits;

    TruncatedRelu(Attributes attributes) {
        bits = Truncate.bits("TruncatedRelu", attributes);
    }

    @Override
    public String name() {
        return "TruncatedRelu";
    }

    @Override
    public List<Shape> outputs(List<Operand> operands) {
        return List.of(Operands.single(name(), operands));
    }

    @Override
    public Cost cost(List<Operand> operands) {
        return Costs.comparison(outputs(operands).getFirst().size(), 16, 0, 24);
    }

    @Override
    public List<Value> apply(Invocation call, List<Value> operands) {
        Shape shape = outputs(Operand.of(operands)).getFirst();
        int shift = bits == 0 ? call.fixedPoint().fractionBits() : bits;
        Dealing ahead = call.dealing();
        Mask r = call.mask(shape);
        Comparison comparison = Comparison.deal(call, ahead, r);
        Tensor rShifted = r.value().shiftRight(shift);
        Tensor rTop = r.value().shiftRight(63);
        Dealt shifted = ahead.words(rShifted);
        Dealt top = ahead.words(rTop);
        ahead.send();
        Masked x = call.hide(Operands.secret(operands.getFirst()).in(call.scope()), r);
        call.open(x);
        BlindBit positive = comparison.atLeast(x, 0);
        call.toHelper(positive.digits());
        Dealing answer = call.dealing();
        Dealt e = answer.words(positive.e());
        Dealt eShifted = answer.words(positive.e().times(rShifted));
        Dealt eTop = answer.words(positive.e().times(rTop));
        answer.send();
        Tensor pub = x.opened().shiftRight(shift);
        Tensor wrap = x.opened().shiftRight(63).affine(-(1L << (64 - shift)), 1L << (64 - shift));
        Tensor truncated = call.addPublic(shifted.share().negate().plusProduct(wrap, top.share()), pub);
        Tensor e0 = pub.times(e.share()).minus(eShifted.share()).plusProduct(wrap, eTop.share());
        return List.of(positive.times(truncated, e0).keep());
    }
}
