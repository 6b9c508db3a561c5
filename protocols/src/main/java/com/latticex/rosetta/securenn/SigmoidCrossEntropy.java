package com.latticex.rosetta.securenn;

import com.latticex.rosetta.error.ConfigurationException;
import com.latticex.rosetta.party.Cost;
import com.latticex.rosetta.party.Dealing;
import com.latticex.rosetta.party.Invocation;
import com.latticex.rosetta.party.Masked;
import com.latticex.rosetta.party.Operation;
import com.latticex.rosetta.randomness.Mask;
import com.latticex.rosetta.tensor.Plain;
import com.latticex.rosetta.tensor.Secret;
import com.latticex.rosetta.tensor.Shape;
import com.latticex.rosetta.tensor.Tensor;
import com.latticex.rosetta.tensor.Value;
import java.util.List;

/**
 * The logistic loss softplus(x) - x label of logits and labels of equal shapes, labels secret or public. Error at most 3.4e-4 + 2^(1-f) where
 * |x| < 2^(63 - f) - 8 and |x label| < 2^(62 - 2f).
 *
 * <p>The softplus takes 519 bytes and 3 rounds. The product reuses the opened logits and runs beside: with secret labels 16 + 8 + 32 bytes, 575 in all; with public ones as
 * {@link Mul} does, nothing if they are integers such as 0 and 1.
 */
final class SigmoidCrossEntropy implements Operation {
    private final Comparisons how;

    SigmoidCrossEntropy(Comparisons how) {
        this.how = how;
    }

    @Override
    public String name() {
        return "SigmoidCrossEntropy";
    }

    @Override
    public List<Shape> outputs(List<Operand> operands) {
        Operands.count(name(), operands, 2);
        Operands.open(name(), operands);
        Shape logits = Operands.secret(name(), operands, 0);
        Shape labels = operands.get(1).shape();
        if (!logits.equals(labels)) {
            throw new ConfigurationException("logits of SigmoidCrossEntropy have shape " + logits + " and labels "
                    + labels + ": they must be equal");
        }
        return List.of(logits);
    }

    @Override
    public Cost cost(List<Operand> operands) {
        Shape shape = outputs(operands).getFirst();
        Cost softplus = Logistic.SOFTPLUS.cost(how, shape.size());
        return softplus.beside(
                operands.get(1).secret()
                        ? Costs.openDealt(shape.size(), 8).then(Costs.truncation(shape))
                        : Scaling.cost(name(), operands.get(1), shape));
    }

    @Override
    public List<Value> apply(Invocation call, List<Value> operands) {
        outputs(Operand.of(operands));
        Tensor x = Operands.secret(operands.get(0)).in(call.scope());
        return List.of(
                switch (operands.get(1)) {
                    case Plain labels -> publicLabels(call, x, labels).keep();
                    case Secret labels ->
                        secretLabels(call, x, labels.in(call.scope())).keep();
                });
    }

    private Tensor publicLabels(Invocation call, Tensor x, Plain labels) {
        PublicFactor factor = PublicFactor.of(name(), labels);
        Dealing ahead = call.dealing();
        ClampedSeries softplus = ClampedSeries.deal(call, ahead, how, Logistic.SOFTPLUS, x);
        if (factor.scale() == 0) {
            ahead.send();
            call.open(softplus.x());
            Tensor product = Scaling.elementwise(call, x, factor, labels.shape(), x.shape());
            return softplus.run().minus(product);
        }
        Truncation truncation = Truncation.deal(call, ahead, x.shape(), factor.scale());
        ahead.send();
        Masked product = truncation.hide(Scaling.product(call, x, factor, labels.shape(), x.shape()));
        call.open(softplus.x(), product);
        return softplus.run().minus(truncation.of(product));
    }

    private Tensor secretLabels(Invocation call, Tensor x, Tensor labels) {
        Dealing ahead = call.dealing();
        ClampedSeries softplus = ClampedSeries.deal(call, ahead, how, Logistic.SOFTPLUS, x);
        Mask b = call.mask(labels.shape());
        Product product = Product.deal(call, ahead, softplus.x().mask(), b, new Bilinear.Elementwise(x.shape()));
        Truncation truncation =
                Truncation.deal(call, ahead, x.shape(), call.fixedPoint().fractionBits());
        ahead.send();
        Masked hidden = call.hide(labels, b);
        call.open(softplus.x(), hidden);
        Masked xLabel = truncation.hide(product.of(softplus.x(), hidden));
        return softplus.run(xLabel).minus(truncation.of(xLabel));
    }
}
