package com.latticex.rosetta.securenn;

import com.latticex.rosetta.error.ConfigurationException;
import com.latticex.rosetta.party.Cost;
import com.latticex.rosetta.party.Invocation;
import com.latticex.rosetta.party.Operation;
import com.latticex.rosetta.tensor.Plain;
import com.latticex.rosetta.tensor.Shape;
import com.latticex.rosetta.tensor.Tensor;
import com.latticex.rosetta.tensor.Value;
import java.util.List;

/**
 * Softmax or its logarithm over the last axis of any logits, of which there are at most 2^20 in a row: maximum, then 383 bytes an entry and 479 a row in 12 rounds (logarithm: 327 and 399, 9 rounds). Absolute error of the
 * softmax at most 1.6e-4.
 */
final class Softmax implements Operation {
    private final boolean logarithm;
    private final Comparisons how;

    Softmax(boolean logarithm, Comparisons how) {
        this.how = how;
        this.logarithm = logarithm;
    }

    @Override
    public String name() {
        return logarithm ? "LogSoftmax" : "Softmax";
    }

    @Override
    public List<Shape> outputs(List<Operand> operands) {
        Shape shape = Operands.single(name(), operands);
        if (shape.rank() == 0) {
            throw new ConfigurationException(name() + " needs at least one axis, not a scalar");
        }
        return List.of(shape);
    }

    private static Reduction rows(Shape shape) {
        return Reduction.of(
                "Softmax",
                List.of(new Operand(shape, true), Operand.of(Plain.open(Shape.of(1), shape.rank() - 1))),
                true);
    }

    @Override
    public Cost cost(List<Operand> operands) {
        Shape shape = outputs(operands).getFirst();
        if (shape.size() == 0) {
            return Cost.FREE;
        }
        Reduction rows = rows(shape);
        Cost exponential = Tournament.cost(how, rows).then(Exponential.saturatedCost(how, shape, false));
        if (logarithm) {
            return exponential.then(Logarithm.cost(rows.out()));
        }
        return exponential
                .then(Reciprocal.cost(rows.out()))
                .then(Costs.open(shape, rows.out()).beside(Costs.dealt(8 * shape.size())))
                .then(Costs.truncation(shape));
    }

    @Override
    public List<Value> apply(Invocation call, List<Value> operands) {
        Shape shape = outputs(Operand.of(operands)).getFirst();
        Tensor x = Operands.secret(operands.getFirst()).in(call.scope());
        if (shape.size() == 0) {
            return List.of(x.keep());
        }
        Reduction rows = rows(shape);
        Tensor below = x.minus(Tournament.max(call, how, x, rows).broadcastTo(shape));
        Tensor powers = Exponential.saturated(call, how, below, false);
        Tensor sum = rows.sum(powers);
        if (logarithm) {
            return List.of(
                    below.minus(Logarithm.of(call, sum).broadcastTo(shape)).keep());
        }
        return List.of(Product.truncated(
                        call,
                        powers,
                        Reciprocal.of(call, sum),
                        new Bilinear.Elementwise(shape),
                        call.fixedPoint().fractionBits())
                .keep());
    }
}
