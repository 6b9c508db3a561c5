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
 * Gradients by the result y: of the sigmoid g y (1 - y), of tanh g (1 - y^2). Operands: y, g, of equal shapes. One truncation of the
 * triple product: |g y (1 - y)| < 2^(62 - 3f), likewise for tanh. 32 bytes for both openings, 24 dealt, 32 for the truncation: 88 bytes, 2 rounds.
 *
 * <p>With y = my - a, g = mg - b: y^2 g = my^2 mg - my^2 b - 2 my mg a + 2 my ab + mg aa - aab, and y g alike.
 */
final class CurveGrad implements Operation {
    private final String name;
    private final boolean tanh;

    CurveGrad(String name, boolean tanh) {
        this.name = name;
        this.tanh = tanh;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<Shape> outputs(List<Operand> operands) {
        return List.of(Operands.equalSecrets(name, operands));
    }

    @Override
    public Cost cost(List<Operand> operands) {
        Shape shape = outputs(operands).getFirst();
        return Costs.open(shape, shape).beside(Costs.dealt(24 * shape.size())).then(Costs.truncation(shape));
    }

    @Override
    public List<Value> apply(Invocation call, List<Value> operands) {
        Shape shape = outputs(Operand.of(operands)).getFirst();
        int fraction = call.fixedPoint().fractionBits();
        Tensor y = Operands.secret(operands.get(0)).in(call.scope());
        Tensor g = Operands.secret(operands.get(1)).in(call.scope());
        Dealing ahead = call.dealing();
        Mask a = call.mask(shape);
        Mask b = call.mask(shape);
        Tensor square = a.value().times(a.value());
        Dealt aa = ahead.words(square);
        Dealt ab = ahead.words(a.value().times(b.value()));
        Dealt aab = ahead.words(square.times(b.value()));
        Truncation truncation = Truncation.deal(call, ahead, shape, 2 * fraction);
        ahead.send();
        Masked hiddenY = call.hide(y, a);
        Masked hiddenG = call.hide(g, b);
        call.open(hiddenY, hiddenG);
        Tensor my = hiddenY.opened();
        Tensor mg = hiddenG.opened();
        Tensor both = my.times(mg);
        Tensor yg = call.addPublic(ab.share().minus(my.times(b.share())).minus(mg.times(a.share())), both);
        Tensor yyg = call.addPublic(
                my.times(ab.share().times(2).minus(my.times(b.share())))
                        .minus(both.times(a.share()).times(2))
                        .plusProduct(mg, aa.share())
                        .minus(aab.share()),
                my.times(both));
        Tensor first = tanh ? g.times(1L << 2 * fraction) : yg.times(1L << fraction);
        return List.of(truncation.of(first.minus(yyg)).keep());
    }
}
