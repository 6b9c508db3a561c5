package com.latticex.rosetta.securenn;

import com.latticex.rosetta.party.Cost;
import com.latticex.rosetta.party.Invocation;
import com.latticex.rosetta.party.Operation;
import com.latticex.rosetta.tensor.Shape;
import com.latticex.rosetta.tensor.Tensor;
import com.latticex.rosetta.tensor.Value;
import java.util.List;

/**
 * Sigmoid, tanh and softplus of any |x| < 2^(63 - f) - 8 (tanh: half of it).
 *
 * <p>Sigmoid: 511 bytes a word, 3 rounds, error at most 3.4e-4 + 2^-f. Softplus, log(1 + e^x): 519 bytes, 3 rounds, the same error. Tanh is 2 sigmoid(2x) - 1: 511 bytes, 3
 * rounds, twice the error.
 */
final class Curve implements Operation {
    private final String name;
    private final ClampedSeries.Form form;
    private final boolean tanh;
    private final Comparisons how;

    private Curve(String name, Comparisons how, ClampedSeries.Form form, boolean tanh) {
        this.how = how;
        this.name = name;
        this.form = form;
        this.tanh = tanh;
    }

    static Curve sigmoid(Comparisons how) {
        return new Curve("Sigmoid", how, Logistic.SIGMOID, false);
    }

    static Curve tanh(Comparisons how) {
        return new Curve("Tanh", how, Logistic.SIGMOID, true);
    }

    static Curve softplus(Comparisons how) {
        return new Curve("Softplus", how, Logistic.SOFTPLUS, false);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<Shape> outputs(List<Operand> operands) {
        return List.of(Operands.single(name, operands));
    }

    @Override
    public Cost cost(List<Operand> operands) {
        return form.cost(how, outputs(operands).getFirst().size());
    }

    @Override
    public List<Value> apply(Invocation call, List<Value> operands) {
        outputs(Operand.of(operands));
        Tensor x = Operands.secret(operands.getFirst()).in(call.scope());
        if (!tanh) {
            return List.of(ClampedSeries.of(call, how, form, x).keep());
        }
        Tensor twice = ClampedSeries.of(call, how, form, x.times(2)).times(2);
        return List.of(
                call.addPublic(twice, -(1L << call.fixedPoint().fractionBits())).keep());
    }
}
