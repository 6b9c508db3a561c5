package com.latticex.rosetta.securenn;

import com.latticex.rosetta.party.Cost;
import com.latticex.rosetta.party.Dealing;
import com.latticex.rosetta.party.Invocation;
import com.latticex.rosetta.party.Masked;
import com.latticex.rosetta.party.Operation;
import com.latticex.rosetta.randomness.Mask;
import com.latticex.rosetta.tensor.Shape;
import com.latticex.rosetta.tensor.Tensor;
import com.latticex.rosetta.tensor.Value;
import java.util.List;

/** b x + (1 - b) y for a shared bit b at scale 0, with NumPy's broadcasting; x and y may be public. 16 bytes a word of b and of x - y, 8 of the result; 1 round. */
final class Select implements Operation {
    @Override
    public String name() {
        return "Select";
    }

    @Override
    public List<Shape> outputs(List<Operand> operands) {
        Operands.count(name(), operands, 3);
        Operands.open(name(), operands);
        Shape bit = Operands.secret(name(), operands, 0);
        return List.of(Operands.broadcast(name(), bit, branches(operands)));
    }

    private Shape branches(List<Operand> operands) {
        return Operands.broadcast(
                name(), operands.get(1).shape(), operands.get(2).shape());
    }

    @Override
    public Cost cost(List<Operand> operands) {
        Shape out = outputs(operands).getFirst();
        return Costs.open(operands.getFirst().shape(), branches(operands)).beside(Costs.dealt(8 * out.size()));
    }

    @Override
    public List<Value> apply(Invocation call, List<Value> operands) {
        List<Operand> known = Operand.of(operands);
        Shape out = outputs(known).getFirst();
        Shape branches = branches(known);
        Tensor bit = Operands.secret(operands.get(0)).in(call.scope());
        Tensor x = Encoding.share(call, operands.get(1), false).broadcastTo(branches);
        Tensor y = Encoding.share(call, operands.get(2), false).broadcastTo(branches);
        Dealing ahead = call.dealing();
        Mask a = call.mask(bit.shape());
        Mask b = call.mask(branches);
        Product product = Product.deal(call, ahead, a, b, new Bilinear.Elementwise(out));
        ahead.send();
        Masked mb = call.hide(bit, a);
        Masked md = call.hide(x.minus(y), b);
        call.open(mb, md);
        return List.of(product.of(mb, md).plus(y.broadcastTo(out)).keep());
    }
}
