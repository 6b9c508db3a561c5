package com.latticex.rosetta.securenn;

import com.latticex.rosetta.error.ConfigurationException;
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
 * Gradient of the logistic loss by its logits: g (sigmoid(x) - label). Operands: logits, labels, g; labels and g secret or public, broadcasting to the
 * logits' shape. The sigmoid (511 bytes, 3 rounds), then the product: public g 32 bytes and 1 round, or nothing if it is an integer; secret g 72 bytes
 * and 2 rounds.
 */
final class SigmoidCrossEntropyGrad implements Operation {
    private final Comparisons how;

    SigmoidCrossEntropyGrad(Comparisons how) {
        this.how = how;
    }

    @Override
    public String name() {
        return "SigmoidCrossEntropyGrad";
    }

    @Override
    public List<Shape> outputs(List<Operand> operands) {
        Operands.count(name(), operands, 3);
        Operands.open(name(), operands);
        Shape logits = Operands.secret(name(), operands, 0);
        for (Operand operand : operands) {
            if (!Operands.broadcast(name(), logits, operand.shape()).equals(logits)) {
                throw new ConfigurationException("logits of SigmoidCrossEntropyGrad have shape " + logits
                        + "; an operand of shape " + operand.shape() + " does not broadcast to it");
            }
        }
        return List.of(logits);
    }

    @Override
    public Cost cost(List<Operand> operands) {
        Shape shape = outputs(operands).getFirst();
        Operand g = operands.get(2);
        Cost product = g.secret()
                ? Costs.open(shape, g.shape())
                        .beside(Costs.dealt(8 * shape.size()))
                        .then(Costs.truncation(shape))
                : Scaling.cost(name(), g, shape);
        return Logistic.SIGMOID.cost(how, shape.size()).then(product);
    }

    @Override
    public List<Value> apply(Invocation call, List<Value> operands) {
        Shape shape = outputs(Operand.of(operands)).getFirst();
        Tensor x = Operands.secret(operands.get(0)).in(call.scope());
        Tensor labels = Encoding.share(call, operands.get(1), false).broadcastTo(shape);
        Tensor difference = ClampedSeries.of(call, how, Logistic.SIGMOID, x).minus(labels);
        return List.of(
                switch (operands.get(2)) {
                    case Plain g ->
                        Scaling.elementwise(call, difference, PublicFactor.of(name(), g), g.shape(), shape)
                                .keep();
                    case Secret g ->
                        Product.truncated(
                                        call,
                                        difference,
                                        g.in(call.scope()),
                                        new Bilinear.Elementwise(shape),
                                        call.fixedPoint().fractionBits())
                                .keep();
                });
    }
}
