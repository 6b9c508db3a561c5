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
 * One step of gradient descent: variable - rate * gradient, of equal shapes, with a public scalar rate. The product is truncated exactly, so it is
 * unbiased also where rate * gradient is below a unit. 32 bytes, 1 round; |gradient| < 2^(40 - f). Operands: variable, rate, gradient.
 */
final class ApplyGradientDescent implements Operation {
    @Override
    public String name() {
        return "ApplyGradientDescent";
    }

    @Override
    public List<Shape> outputs(List<Operand> operands) {
        Operands.count(name(), operands, 3);
        Operands.open(name(), operands);
        Shape variable = Operands.secret(name(), operands, 0);
        Shape gradient = Operands.secret(name(), operands, 2);
        if (operands.get(1).secret() || operands.get(1).shape().size() != 1) {
            throw new ConfigurationException("the rate of ApplyGradientDescent must be one public number, not "
                    + (operands.get(1).secret()
                            ? "secret"
                            : "of shape " + operands.get(1).shape()));
        }
        if (!variable.equals(gradient)) {
            throw new ConfigurationException("the variable of ApplyGradientDescent has shape " + variable
                    + " and the gradient " + gradient + ": they must be equal");
        }
        return List.of(variable);
    }

    @Override
    public Cost cost(List<Operand> operands) {
        return Scaling.cost(name(), operands.get(1), outputs(operands).getFirst());
    }

    @Override
    public List<Value> apply(Invocation call, List<Value> operands) {
        Shape shape = outputs(Operand.of(operands)).getFirst();
        Tensor variable = Operands.secret(operands.get(0)).in(call.scope());
        Plain rate = Operands.plain(operands.get(1));
        Tensor gradient = Operands.secret(operands.get(2)).in(call.scope());
        Tensor step = Scaling.elementwise(call, gradient, PublicFactor.of(name(), rate), rate.shape(), shape);
        return List.of(variable.minus(step).keep());
    }
}
