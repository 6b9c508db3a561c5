package com.latticex.rosetta.securenn;

import com.latticex.rosetta.error.ConfigurationException;
import com.latticex.rosetta.party.Attributes;
import com.latticex.rosetta.party.Cost;
import com.latticex.rosetta.party.Invocation;
import com.latticex.rosetta.party.Operation;
import com.latticex.rosetta.party.Role;
import com.latticex.rosetta.tensor.Plain;
import com.latticex.rosetta.tensor.Shape;
import com.latticex.rosetta.tensor.Tensor;
import com.latticex.rosetta.tensor.Value;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The value of a secret, to its receivers only. Attributes: {@code receivers}, for example {@code "0"} or {@code "0,1,2"}; {@code integer} for values at
 * scale 0. 8 bytes a word to P0 and to P1 each, 16 to P2; 1 round.
 */
final class Reveal implements Operation {
    private final Set<Role> receivers;
    private final boolean integer;

    Reveal(Attributes attributes) {
        receivers = parse(attributes.text("receivers", ""));
        integer = attributes.flag("integer", false);
    }

    private static Set<Role> parse(String text) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (String part : text.split(",", -1)) {
            switch (part.strip()) {
                case "0" -> roles.add(Role.P0);
                case "1" -> roles.add(Role.P1);
                case "2" -> roles.add(Role.P2);
                default ->
                    throw new ConfigurationException("attribute receivers of Reveal is \"" + text
                            + "\": it lists parties 0, 1 and 2, for example \"0\" or \"0,1,2\"");
            }
        }
        return roles;
    }

    @Override
    public String name() {
        return "Reveal";
    }

    @Override
    public List<Shape> outputs(List<Operand> operands) {
        return List.of(Operands.single(name(), operands));
    }

    @Override
    public Cost cost(List<Operand> operands) {
        long bytes = 8 * outputs(operands).getFirst().size();
        Cost cost = Cost.FREE;
        if (receivers.contains(Role.P0)) {
            cost = cost.beside(Costs.oneWay(Role.P1, Role.P0, bytes));
        }
        if (receivers.contains(Role.P1)) {
            cost = cost.beside(Costs.oneWay(Role.P0, Role.P1, bytes));
        }
        return receivers.contains(Role.P2) ? cost.beside(Costs.toHelper(bytes)) : cost;
    }

    @Override
    public List<Value> apply(Invocation call, List<Value> operands) {
        Shape shape = outputs(Operand.of(operands)).getFirst();
        Tensor result = call.reveal(Operands.secret(operands.getFirst()).in(call.scope()), receivers);
        return List.of(
                receivers.contains(call.role())
                        ? Plain.known(shape, receivers, Encoding.values(call, call.download(result), integer))
                        : Plain.unknown(shape, receivers));
    }
}
