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

/** Exact truncation of |x| <= 2^62 units by the attribute {@code bits}, 1 to 62 (default: the fraction bits). 32 bytes, 1 round. */
final class Truncate implements Operation {
    private final int bits;

    Truncate(Attributes attributes) {
        bits = bits("Truncate", attributes);
    }

    /** The attribute, 0 if it is not given. */
    static int bits(String operation, Attributes attributes) {
        long given = attributes.integer("bits", 0);
        if (given < 0 || given > 62) {
            throw new ConfigurationException("attribute bits of " + operation + " is " + given + ", not 1 to 62");
        }
        return (int) given;
    }

    @Override
    public String name() {
        return "Truncate";
    }

    @Override
    public List<Shape> outputs(List<Operand> operands) {
        return List.of(Operands.single(name(), operands));
    }

    @Override
    public Cost cost(List<Operand> operands) {
        return Costs.truncation(outputs(operands).getFirst());
    }

    @Override
    public List<Value> apply(Invocation call, List<Value> operands) {
        outputs(Operand.of(operands));
        Tensor x = Operands.secret(operands.getFirst()).in(call.scope());
        return List.of(Truncation.now(call, x, bits == 0 ? call.fixedPoint().fractionBits() : bits)
                .keep());
    }
}
