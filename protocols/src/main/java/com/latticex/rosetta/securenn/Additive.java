package com.latticex.rosetta.securenn;

import com.latticex.rosetta.party.Attributes;
import com.latticex.rosetta.party.Cost;
import com.latticex.rosetta.party.Invocation;
import com.latticex.rosetta.party.Operation;
import com.latticex.rosetta.tensor.Shape;
import com.latticex.rosetta.tensor.Tensor;
import com.latticex.rosetta.tensor.Value;
import java.util.List;

/**
 * Sum or difference with NumPy's broadcasting; either operand may be public. Local. Attribute {@code integer}: a public operand is
 * encoded at scale 0, for secrets that are whole numbers or bits.
 */
final class Additive implements Operation {
    private final String name;
    private final boolean minus;
    private final boolean integer;

    Additive(String name, boolean minus, Attributes attributes) {
        this.name = name;
        this.minus = minus;
        this.integer = attributes.flag("integer", false);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<Shape> outputs(List<Operand> operands) {
        return List.of(Operands.broadcast(name, operands));
    }

    @Override
    public Cost cost(List<Operand> operands) {
        outputs(operands);
        return Cost.FREE;
    }

    @Override
    public List<Value> apply(Invocation call, List<Value> operands) {
        Shape shape = outputs(Operand.of(operands)).getFirst();
        Tensor x = Encoding.share(call, operands.get(0), integer).broadcastTo(shape);
        Tensor y = Encoding.share(call, operands.get(1), integer).broadcastTo(shape);
        return List.of((minus ? x.minus(y) : x.plus(y)).keep());
    }
}
