package com.latticex.rosetta.securenn;

import com.latticex.rosetta.party.Attributes;
import com.latticex.rosetta.party.Cost;
import com.latticex.rosetta.party.Dealing;
import com.latticex.rosetta.party.Invocation;
import com.latticex.rosetta.party.Masked;
import com.latticex.rosetta.party.Operation;
import com.latticex.rosetta.randomness.Mask;
import com.latticex.rosetta.tensor.Shape;
import com.latticex.rosetta.tensor.Value;
import java.util.List;

/**
 * max(x, 0) >> bits for any 64-bit x, as floor or floor + 1: ReLU of a product before its truncation. 247 bytes a word, 3 rounds; by planes of bits
 * 100.75 and 6. Attribute {@code bits}, 1 to 62
 * (default: the fraction bits).
 *
 * <p>A non-negative x is below 2^63, so the truncation needs no offset: x >> f = (c >> f) - (r >> f) + 2^(64-f) r63 (1 - c63); a negative x is multiplied by 0.
 */
final class TruncatedRelu implements Operation {
    private final int bits;

    private final Comparisons how;

    TruncatedRelu(Comparisons how, Attributes attributes) {
        this.how = how;
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
        return how.cost(new ComparisonCost(outputs(operands).getFirst().size(), 8, 16, 1, 0, 3));
    }

    @Override
    public List<Value> apply(Invocation call, List<Value> operands) {
        Shape shape = outputs(Operand.of(operands)).getFirst();
        int shift = bits == 0 ? call.fixedPoint().fractionBits() : bits;
        Dealing ahead = call.dealing();
        Mask r = call.mask(shape);
        Comparison comparison = how.deal(call, ahead, r, 1);
        OpenTruncation truncation = new OpenTruncation(call, ahead, r, shift, 0);
        OpenTruncation.Product positive = truncation.by(comparison.bit(0));
        ahead.send();
        Masked x = call.hide(Operands.secret(operands.getFirst()).in(call.scope()), r);
        call.open(x);
        comparison.run(x, 0);
        return List.of(positive.of(x).keep());
    }
}
