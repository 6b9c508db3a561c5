package com.latticex.rosetta.securenn;

import com.latticex.rosetta.error.ConfigurationException;
import com.latticex.rosetta.party.Attributes;
import com.latticex.rosetta.party.Cost;
import com.latticex.rosetta.party.Invocation;
import com.latticex.rosetta.party.Operation;
import com.latticex.rosetta.tensor.Shape;
import com.latticex.rosetta.tensor.Tensor;
import com.latticex.rosetta.tensor.Value;
import java.util.List;

/**
 * Mean over axes, which are a public operand. Attribute {@code keep_dims}.
 *
 * <p>The sum times 1/n, n the number of elements averaged: 32 bytes a word of the result, 1 round; local for n = 1. 1/n has p = min(22, max(16, 34 - log2 n)) bits, so the
 * error is at most 2^-p of the mean and a unit; the sum stays below 2^(62 - p - f) (2^24 for small n, 2^30 for the largest, at f = 16).
 */
final class Mean implements Operation {
    private final boolean keep;

    Mean(Attributes attributes) {
        keep = attributes.flag("keep_dims", false);
    }

    @Override
    public String name() {
        return "Mean";
    }

    @Override
    public List<Shape> outputs(List<Operand> operands) {
        return List.of(reduction(operands).out());
    }

    private Reduction reduction(List<Operand> operands) {
        Reduction reduction = Reduction.of(name(), operands, keep);
        if (reduction.count() == 0 && reduction.out().size() > 0) {
            throw new ConfigurationException("Mean over no elements: the operand has shape " + reduction.in());
        }
        return reduction;
    }

    private PublicFactor factor(long count) {
        int bits =
                Math.clamp(34 - (64 - Long.numberOfLeadingZeros(Math.max(count - 1, 0))), 16, PublicFactor.PRECISION);
        return PublicFactor.of(name(), new double[] {1.0 / Math.max(count, 1)}, bits);
    }

    @Override
    public Cost cost(List<Operand> operands) {
        Reduction reduction = reduction(operands);
        return factor(reduction.count()).scale() == 0 ? Cost.FREE : Costs.truncation(reduction.out());
    }

    @Override
    public List<Value> apply(Invocation call, List<Value> operands) {
        Reduction reduction = reduction(Operand.of(operands));
        Tensor sum = reduction.sum(Operands.secret(operands.getFirst()).in(call.scope()));
        return List.of(Scaling.elementwise(call, sum, factor(reduction.count()), Shape.SCALAR, sum.shape())
                .keep());
    }
}
