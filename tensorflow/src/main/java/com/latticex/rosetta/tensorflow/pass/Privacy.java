package com.latticex.rosetta.tensorflow.pass;

import com.latticex.rosetta.party.Role;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who owns what goes into a graph and who may see what comes out. All else that depends on a private input stays
 * secret.
 *
 * @param inputs the private inputs; every other placeholder is public and fed alike at all parties
 * @param reveals tensor name ({@code loss:0}, or a variable's node name) to the parties that may see its value
 */
public record Privacy(List<PrivateInput> inputs, Map<String, Set<Role>> reveals) {
    public Privacy {
        inputs = List.copyOf(inputs);
        reveals = reveals.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, e -> Set.copyOf(e.getValue())));
        if (inputs.stream().map(PrivateInput::placeholder).distinct().count() < inputs.size()) {
            throw new IllegalArgumentException("a placeholder is named twice among the private inputs");
        }
        reveals.forEach((tensor, receivers) -> {
            if (receivers.isEmpty()) {
                throw new IllegalArgumentException(tensor + " is revealed to nobody");
            }
        });
    }
}
