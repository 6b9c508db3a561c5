package com.latticex.rosetta.securenn;

import com.latticex.rosetta.party.Cost;
import com.latticex.rosetta.party.Invocation;
import com.latticex.rosetta.party.Operation;
import com.latticex.rosetta.tensor.Shape;
import com.latticex.rosetta.tensor.Tensor;
import com.latticex.rosetta.tensor.Value;
import java.util.List;

/** A shared bit or whole number at scale 0 as a fixed-point number: times 2^f, local. */
final class FromBit implements Operation {
    @Override
    public String name() {
        return "FromBit";
    }

    @Override
    public List<Shape> outputs(List<Operand> operands) {
        return List.of(Operands.single(name(), operands));
    }

    @Override
    public Cost cost(List<Operand> operands) {
        outputs(operands);
        return Cost.FREE;
    }

    @Override
    public List<Value> apply(Invocation call, List<Value> operands) {
        outputs(Operand.of(operands));
        Tensor bit = Operands.secret(operands.getFirst()).in(call.scope());
        return List.of(bit.times(1L << call.fixedPoint().fractionBits()).keep());
    }
}
