package com.latticex.rosetta.securenn;

import com.latticex.rosetta.party.Cost;
import com.latticex.rosetta.party.Dealing;
import com.latticex.rosetta.party.Invocation;
import com.latticex.rosetta.party.Masked;
import com.latticex.rosetta.party.Operation;
import com.latticex.rosetta.randomness.Mask;
import com.latticex.rosetta.tensor.Shape;
import com.latticex.rosetta.tensor.Value;
import java.util.List;

/** x^2 for |x| < 2^(31 - f). Opens x once and needs a^2 only: 16 + 8 bytes, then 32 for the exact truncation; 2 rounds. */
final class Square implements Operation {
    @Override
    public String name() {
        return "Square";
    }

    @Override
    public List<Shape> outputs(List<Operand> operands) {
        return List.of(Operands.single(name(), operands));
    }

    @Override
    public Cost cost(List<Operand> operands) {
        Shape shape = outputs(operands).getFirst();
        return Costs.openDealt(shape.size(), 8).then(Costs.truncation(shape));
    }

    @Override
    public List<Value> apply(Invocation call, List<Value> operands) {
        Shape shape = outputs(Operand.of(operands)).getFirst();
        Dealing ahead = call.dealing();
        Mask a = call.mask(shape);
        Product square = Product.deal(call, ahead, a, a, new Bilinear.Elementwise(shape));
        Truncation truncation =
                Truncation.deal(call, ahead, shape, call.fixedPoint().fractionBits());
        ahead.send();
        Masked x = call.hide(Operands.secret(operands.getFirst()).in(call.scope()), a);
        call.open(x);
        return List.of(truncation.of(square.of(x, x)).keep());
    }
}
