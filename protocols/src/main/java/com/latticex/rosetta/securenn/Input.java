package com.latticex.rosetta.securenn;

import com.latticex.rosetta.error.ConfigurationException;
import com.latticex.rosetta.party.Attributes;
import com.latticex.rosetta.party.Cost;
import com.latticex.rosetta.party.Dealing;
import com.latticex.rosetta.party.Dealt;
import com.latticex.rosetta.party.Invocation;
import com.latticex.rosetta.party.Operation;
import com.latticex.rosetta.party.Role;
import com.latticex.rosetta.tensor.Plain;
import com.latticex.rosetta.tensor.Shape;
import com.latticex.rosetta.tensor.Tensor;
import com.latticex.rosetta.tensor.Value;
import java.util.List;

/**
 * Shares a value that one party knows. Attributes: {@code owner} 0, 1 or 2; {@code integer} for whole numbers and bits at scale 0.
 *
 * <p>The other holder's share comes from seed 01, so inputs of P0 and P1 take no message. An input of P2 is a dealt value: 8 bytes a word, 1 round.
 */
final class Input implements Operation {
    private final Role owner;
    private final boolean integer;

    Input(Attributes attributes) {
        long index = attributes.integer("owner", -1);
        if (index < 0 || index > 2) {
            throw new ConfigurationException("attribute owner of Input is " + index + ": parties are 0, 1 and 2");
        }
        owner = Role.of((int) index);
        integer = attributes.flag("integer", false);
    }

    @Override
    public String name() {
        return "Input";
    }

    @Override
    public List<Shape> outputs(List<Operand> operands) {
        Operands.count(name(), operands, 1);
        Plain plain = operands.getFirst().plain();
        if (operands.getFirst().secret() || plain != null && !plain.knownTo().contains(owner)) {
            throw new ConfigurationException("operand 0 of Input, of shape "
                    + operands.getFirst().shape() + ", must be known to its owner, party " + owner.index());
        }
        return List.of(operands.getFirst().shape());
    }

    @Override
    public Cost cost(List<Operand> operands) {
        return owner.isHelper() ? Costs.dealt(8 * outputs(operands).getFirst().size()) : Cost.FREE;
    }

    @Override
    public List<Value> apply(Invocation call, List<Value> operands) {
        Shape shape = outputs(Operand.of(operands)).getFirst();
        Plain plain = Operands.plain(operands.getFirst());
        Tensor words = call.role() == owner
                ? call.upload(shape, Encoding.words(call, plain, integer))
                : Tensor.absent(call.scope(), shape);
        if (!owner.isHelper()) {
            return List.of(call.input(owner, words).keep());
        }
        Dealing dealing = call.dealing();
        Dealt dealt = dealing.words(words);
        dealing.send();
        return List.of(dealt.share().keep());
    }
}
