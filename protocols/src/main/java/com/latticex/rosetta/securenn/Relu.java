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

/** max(x, 0), exact for every 64-bit x. 223 bytes a word, 3 rounds: the comparison, and the helper answers e r beside e. */
final class Relu implements Operation {
    @Override
    public String name() {
        return "Relu";
    }

    @Override
    public List<Shape> outputs(List<Operand> operands) {
        return List.of(Operands.single(name(), operands));
    }

    @Override
    public Cost cost(List<Operand> operands) {
        return cost(outputs(operands).getFirst());
    }

    @Override
    public List<Value> apply(Invocation call, List<Value> operands) {
        outputs(Operand.of(operands));
        return List.of(
                of(call, Operands.secret(operands.getFirst()).in(call.scope())).keep());
    }

    static Cost cost(Shape shape) {
        return Costs.comparison(shape.size(), 0, 0, 16);
    }

    static Tensor of(Invocation call, Tensor x) {
        Dealing ahead = call.dealing();
        Mask r = call.mask(x.shape());
        Comparison comparison = Comparison.deal(call, ahead, r);
        ahead.send();
        Masked c = call.hide(x, r);
        call.open(c);
        BlindBit positive = comparison.atLeast(c, 0);
        call.toHelper(positive.digits());
        Dealing answer = call.dealing();
        Dealt e = answer.words(positive.e());
        Dealt er = answer.words(positive.e().times(r.value()));
        answer.send();
        Tensor ex = c.opened().times(e.share()).minus(er.share());
        return positive.times(x, ex);
    }
}
