package com.latticex.rosetta.securenn;

import com.latticex.rosetta.party.Cost;
import com.latticex.rosetta.party.Invocation;
import com.latticex.rosetta.party.Operation;
import com.latticex.rosetta.tensor.Plain;
import com.latticex.rosetta.tensor.Shape;
import com.latticex.rosetta.tensor.Tensor;
import com.latticex.rosetta.tensor.Value;
import java.util.List;

/**
 * Elementwise product with NumPy's broadcasting; either operand may be public.
 *
 * <p>Of two secrets: |x y| < 2^(62 - 2f), 16 bytes a word of each operand as it is before broadcasting, and 8 + 32 bytes a word of the result (72 for equal
 * shapes), 2 rounds. With a public factor: see {@link PublicFactor}; local for integers, else 32 bytes, 1 round.
 */
final class Mul implements Operation {
    @Override
    public String name() {
        return "Mul";
    }

    @Override
    public List<Shape> outputs(List<Operand> operands) {
        return List.of(Operands.broadcast(name(), operands));
    }

    @Override
    public Cost cost(List<Operand> operands) {
        Shape out = outputs(operands).getFirst();
        for (Operand operand : operands) {
            if (!operand.secret()) {
                return Scaling.cost(name(), operand, out);
            }
        }
        return Costs.open(operands.get(0).shape(), operands.get(1).shape())
                .beside(Costs.dealt(8 * out.size()))
                .then(Costs.truncation(out));
    }

    @Override
    public List<Value> apply(Invocation call, List<Value> operands) {
        Shape out = outputs(Operand.of(operands)).getFirst();
        if (operands.get(0) instanceof Plain k) {
            return List.of(scaled(call, operands.get(1), k, out));
        }
        if (operands.get(1) instanceof Plain k) {
            return List.of(scaled(call, operands.get(0), k, out));
        }
        Tensor x = Operands.secret(operands.get(0)).in(call.scope());
        Tensor y = Operands.secret(operands.get(1)).in(call.scope());
        return List.of(Product.truncated(
                        call,
                        x,
                        y,
                        new Bilinear.Elementwise(out),
                        call.fixedPoint().fractionBits())
                .keep());
    }

    private Value scaled(Invocation call, Value secret, Plain k, Shape out) {
        Tensor x = Operands.secret(secret).in(call.scope());
        return Scaling.elementwise(call, x, PublicFactor.of(name(), k), k.shape(), out)
                .keep();
    }
}
