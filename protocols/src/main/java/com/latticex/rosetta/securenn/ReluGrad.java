package com.latticex.rosetta.securenn;

import com.latticex.rosetta.party.Cost;
import com.latticex.rosetta.party.Dealing;
import com.latticex.rosetta.party.Dealt;
import com.latticex.rosetta.party.Invocation;
import com.latticex.rosetta.party.Masked;
import com.latticex.rosetta.party.Operation;
import com.latticex.rosetta.randomness.Mask;
import com.latticex.rosetta.tensor.Shape;
import com.latticex.rosetta.tensor.Tensor;
import com.latticex.rosetta.tensor.Value;
import java.util.List;

/**
 * g [x > 0], the gradient of ReLU; 0 at x = 0. Operands: g, x, of equal shapes. 239 bytes a word, 3 rounds: g goes to the helper under a pad along with the
 * comparison's digits (helper product).
 */
final class ReluGrad implements Operation {
    @Override
    public String name() {
        return "ReluGrad";
    }

    @Override
    public List<Shape> outputs(List<Operand> operands) {
        return List.of(Operands.equalSecrets(name(), operands));
    }

    @Override
    public Cost cost(List<Operand> operands) {
        return Costs.comparison(outputs(operands).getFirst().size(), 0, 8, 16);
    }

    @Override
    public List<Value> apply(Invocation call, List<Value> operands) {
        Shape shape = outputs(Operand.of(operands)).getFirst();
        Tensor g = Operands.secret(operands.get(0)).in(call.scope());
        Tensor x = Operands.secret(operands.get(1)).in(call.scope());
        Dealing ahead = call.dealing();
        Mask r = call.mask(shape);
        Comparison comparison = Comparison.deal(call, ahead, r);
        ahead.send();
        Masked c = call.hide(x, r);
        call.open(c);
        BlindBit positive = comparison.atLeast(c, 1);
        HelperProduct product = new HelperProduct(call, g);
        call.toHelper(positive.digits(), product.message());
        Dealing answer = call.dealing();
        Dealt e = answer.words(positive.e());
        Dealt eg = product.answer(answer, e);
        answer.send();
        return List.of(product.of(positive, e, eg).keep());
    }
}
