package com.latticex.rosetta.securenn;

import com.latticex.rosetta.party.Attributes;
import com.latticex.rosetta.party.Cost;
import com.latticex.rosetta.party.Invocation;
import com.latticex.rosetta.party.Operation;
import com.latticex.rosetta.tensor.Shape;
import com.latticex.rosetta.tensor.Value;
import java.util.List;

/** Sum over axes, which are a public operand. Attribute {@code keep_dims}. Local. */
final class Sum implements Operation {
    private final boolean keep;

    Sum(Attributes attributes) {
        keep = attributes.flag("keep_dims", false);
    }

    @Override
    public String name() {
        return "Sum";
    }

    @Override
    public List<Shape> outputs(List<Operand> operands) {
        return List.of(Reduction.of(name(), operands, keep).out());
    }

    @Override
    public Cost cost(List<Operand> operands) {
        outputs(operands);
        return Cost.FREE;
    }

    @Override
    public List<Value> apply(Invocation call, List<Value> operands) {
        Reduction reduction = Reduction.of(name(), Operand.of(operands), keep);
        return List.of(reduction
                .sum(Operands.secret(operands.getFirst()).in(call.scope()))
                .keep());
    }
}
