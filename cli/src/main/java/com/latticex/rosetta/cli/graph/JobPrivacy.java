package com.latticex.rosetta.cli.graph;

import com.latticex.rosetta.cli.job.Input;
import com.latticex.rosetta.cli.job.Job;
import com.latticex.rosetta.cli.job.Output;
import com.latticex.rosetta.party.Role;
import com.latticex.rosetta.tensorflow.pass.Part;
import com.latticex.rosetta.tensorflow.pass.Privacy;
import com.latticex.rosetta.tensorflow.pass.PrivateInput;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a job says about who owns and who sees, in the words of the passes. */
public final class JobPrivacy {
    private JobPrivacy() {}

    public static Privacy of(Job job) {
        List<PrivateInput> inputs = job.inputs().entrySet().stream()
                .filter(e -> e.getValue().isPrivate())
                .map(e -> input(e.getKey(), e.getValue()))
                .toList();
        Map<String, Set<Role>> reveals = new HashMap<>();
        for (Output output : job.outputs().values()) {
            Set<Role> receivers = reveals.computeIfAbsent(name(output), n -> EnumSet.noneOf(Role.class));
            output.to().forEach(party -> receivers.add(Role.of(party)));
        }
        return new Privacy(inputs, reveals);
    }

    /** A variable by its node's name, a tensor with its index. */
    public static String name(Output output) {
        return output.variable() || output.source().contains(":") ? output.source() : output.source() + ":0";
    }

    private static PrivateInput input(String placeholder, Input input) {
        if (input.parts().size() == 1) {
            return PrivateInput.of(placeholder, Role.of(input.parts().getFirst().owner()));
        }
        List<Part> parts = input.parts().stream()
                .map(p -> new Part(Role.of(p.owner()), p.width()))
                .toList();
        return new PrivateInput(placeholder, -1, parts);
    }
}
