package com.latticex.rosetta.securenn;

import com.latticex.rosetta.error.ConfigurationException;
import com.latticex.rosetta.party.Attributes;
import com.latticex.rosetta.party.Cost;
import com.latticex.rosetta.party.Invocation;
import com.latticex.rosetta.party.Operation;
import com.latticex.rosetta.tensor.Plain;
import com.latticex.rosetta.tensor.Shape;
import com.latticex.rosetta.tensor.Tensor;
import com.latticex.rosetta.tensor.Value;
import java.util.List;

/** Makes a public value a secret one: P0 holds it and P1 zeros. Local. Attribute {@code integer}: whole numbers and bits at scale 0. */
final class Share implements Operation {
    private final boolean integer;

    Share(Attributes attributes) {
        integer = attributes.flag("integer", false);
    }

    @Override
    public String name() {
        return "Share";
    }

    @Override
    public List<Shape> outputs(List<Operand> operands) {
        Operands.count(name(), operands, 1);
        Operands.open(name(), operands);
        if (operands.getFirst().secret()) {
            throw new ConfigurationException("operand 0 of Share is secret already");
        }
        return List.of(operands.getFirst().shape());
    }

    @Override
    public Cost cost(List<Operand> operands) {
        outputs(operands);
        return Cost.FREE;
    }

    @Override
    public List<Value> apply(Invocation call, List<Value> operands) {
        Shape shape = outputs(Operand.of(operands)).getFirst();
        Plain plain = Operands.plain(operands.getFirst());
        Tensor words = call.constants(shape, Encoding.words(call, plain, integer));
        return List.of(call.ofPublic(words).keep());
    }
}
