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
 * Quotient of a secret and a public divisor, with NumPy's broadcasting: the product with its reciprocal as a {@link PublicFactor}. 32 bytes a word, 1 round; local
 * where all reciprocals are integers.
 */
final class Div implements Operation {
    @Override
    public String name() {
        return "Div";
    }

    @Override
    public List<Shape> outputs(List<Operand> operands) {
        Shape out = Operands.broadcast(name(), operands);
        Operands.secret(name(), operands, 0);
        return List.of(out);
    }

    private PublicFactor reciprocal(Plain divisor) {
        double[] values = divisor.values().clone();
        for (int i = 0; i < values.length; i++) {
            if (values[i] == 0) {
                throw new ConfigurationException("element " + i + " of the public divisor of Div is 0");
            }
            values[i] = 1 / values[i];
        }
        return PublicFactor.of(name(), values, PublicFactor.PRECISION);
    }

    @Override
    public Cost cost(List<Operand> operands) {
        Shape out = outputs(operands).getFirst();
        Plain divisor = operands.get(1).plain();
        return divisor != null && reciprocal(divisor).scale() == 0 ? Cost.FREE : Costs.truncation(out);
    }

    @Override
    public List<Value> apply(Invocation call, List<Value> operands) {
        Shape out = outputs(Operand.of(operands)).getFirst();
        Tensor x = Operands.secret(operands.get(0)).in(call.scope());
        Plain divisor = Operands.plain(operands.get(1));
        return List.of(Scaling.elementwise(call, x, reciprocal(divisor), divisor.shape(), out)
                .keep());
    }
}
