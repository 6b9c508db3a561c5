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

/** Max or Min over axes, which are a public operand. Attribute {@code keep_dims}. See {@link Tournament}. */
final class Extremum implements Operation {
    private final String name;
    private final boolean keep;
    private final Comparisons how;

    Extremum(String name, Comparisons how, Attributes attributes) {
        this.how = how;
        this.name = name;
        this.keep = attributes.flag("keep_dims", false);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<Shape> outputs(List<Operand> operands) {
        return List.of(reduction(operands).out());
    }

    private Reduction reduction(List<Operand> operands) {
        Reduction reduction = Reduction.of(name, operands, keep);
        if (reduction.count() == 0 && reduction.out().size() > 0) {
            throw new ConfigurationException(name + " of no elements: the operand has shape " + reduction.in());
        }
        return reduction;
    }

    @Override
    public Cost cost(List<Operand> operands) {
        return Tournament.cost(how, reduction(operands));
    }

    @Override
    public List<Value> apply(Invocation call, List<Value> operands) {
        Reduction reduction = reduction(Operand.of(operands));
        Tensor x = Operands.secret(operands.getFirst()).in(call.scope());
        if (reduction.out().size() == 0) {
            return List.of(x.reshape(reduction.out()).keep());
        }
        if (name.equals("Max")) {
            return List.of(Tournament.max(call, how, x, reduction).keep());
        }
        return List.of(Tournament.max(call, how, x.negate(), reduction).negate().keep());
    }
}
