package com.latticex.rosetta.securenn;

import com.latticex.rosetta.error.ConfigurationException;
import com.latticex.rosetta.party.Attributes;
import com.latticex.rosetta.party.Cost;
import com.latticex.rosetta.party.Invocation;
import com.latticex.rosetta.party.Operation;
import com.latticex.rosetta.tensor.Plain;
import com.latticex.rosetta.tensor.Secret;
import com.latticex.rosetta.tensor.Shape;
import com.latticex.rosetta.tensor.Tensor;
import com.latticex.rosetta.tensor.Value;
import java.util.List;

/**
 * Quotient with NumPy's broadcasting; either operand may be public.
 *
 * <p>By a public divisor: the product with its reciprocal as a {@link PublicFactor}; 32 bytes a word, 1 round; local where all reciprocals are integers. By a secret divisor b of either sign, 2^-10 <= |b| <= 2^20: 774
 * bytes, 11 rounds; with the attribute {@code positive}, for b > 0, 527 bytes, 8 rounds; see {@link Division}.
 */
final class Div implements Operation {
    private final boolean positive;
    private final Comparisons how;

    Div(Comparisons how, Attributes attributes) {
        this.how = how;
        positive = attributes.flag("positive", false);
    }

    @Override
    public String name() {
        return "Div";
    }

    @Override
    public List<Shape> outputs(List<Operand> operands) {
        return List.of(Operands.broadcast(name(), operands));
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
        if (operands.get(1).secret()) {
            return positive ? Division.cost(out) : Signed.divisionCost(how, out);
        }
        Plain divisor = operands.get(1).plain();
        return divisor != null && reciprocal(divisor).scale() == 0 ? Cost.FREE : Costs.truncation(out);
    }

    @Override
    public List<Value> apply(Invocation call, List<Value> operands) {
        Shape out = outputs(Operand.of(operands)).getFirst();
        if (operands.get(1) instanceof Secret secret) {
            Tensor a = Encoding.share(call, operands.get(0), false).broadcastTo(out);
            Tensor b = secret.in(call.scope()).broadcastTo(out);
            return List.of((positive ? Division.of(call, a, b) : Signed.divide(call, how, a, b)).keep());
        }
        Tensor x = Operands.secret(operands.get(0)).in(call.scope());
        Plain divisor = Operands.plain(operands.get(1));
        return List.of(Scaling.elementwise(call, x, reciprocal(divisor), divisor.shape(), out)
                .keep());
    }
}
