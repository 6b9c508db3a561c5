package com.latticex.rosetta.securenn;

import com.latticex.rosetta.party.Attributes;
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

/**
 * An order relation of two values with NumPy's broadcasting, either of them public: a shared bit at scale 0. 215 bytes a word, 3 rounds (by planes of bits 68.75 and 6); exact while x - y does not leave the
 * signed 64 bits. Attribute {@code integer}: a public operand is encoded at scale 0.
 */
final class Comparing implements Operation {
    /** Which difference is compared with zero, and whether the answer is turned over. */
    enum Relation {
        GREATER_EQUAL("GreaterEqual", false, false),
        LESS("Less", false, true),
        LESS_EQUAL("LessEqual", true, false),
        GREATER("Greater", true, true);

        private final String operation;
        private final boolean swapped;
        private final boolean not;

        Relation(String operation, boolean swapped, boolean not) {
            this.operation = operation;
            this.swapped = swapped;
            this.not = not;
        }
    }

    private final Relation relation;
    private final boolean integer;
    private final Comparisons how;

    Comparing(Relation relation, Comparisons how, Attributes attributes) {
        this.how = how;
        this.relation = relation;
        this.integer = attributes.flag("integer", false);
    }

    @Override
    public String name() {
        return relation.operation;
    }

    @Override
    public List<Shape> outputs(List<Operand> operands) {
        return List.of(Operands.broadcast(name(), operands));
    }

    @Override
    public Cost cost(List<Operand> operands) {
        return how.cost(ComparisonCost.of(outputs(operands).getFirst().size(), 1));
    }

    @Override
    public List<Value> apply(Invocation call, List<Value> operands) {
        Shape shape = outputs(Operand.of(operands)).getFirst();
        Tensor x = Encoding.share(call, operands.get(relation.swapped ? 1 : 0), integer)
                .broadcastTo(shape);
        Tensor y = Encoding.share(call, operands.get(relation.swapped ? 0 : 1), integer)
                .broadcastTo(shape);
        Tensor bit = atLeastZero(call, how, x.minus(y));
        return List.of((relation.not ? call.addPublic(bit.negate(), 1) : bit).keep());
    }

    /** Shares of [x >= 0]. */
    static Tensor atLeastZero(Invocation call, Comparisons how, Tensor x) {
        Dealing ahead = call.dealing();
        Mask r = call.mask(x.shape());
        Comparison comparison = how.deal(call, ahead, r, 1);
        BlindBit positive = comparison.bit(0);
        positive.dealt();
        ahead.send();
        Masked c = call.hide(x, r);
        call.open(c);
        comparison.run(c, 0);
        return positive.share();
    }
}
