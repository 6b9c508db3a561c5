package com.latticex.rosetta.cli.graph;

import com.latticex.rosetta.cli.job.Checkpoint;
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
import java.util.TreeSet;

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
        Checkpoint checkpoint = job.checkpoint();
        if (checkpoint != null) {
            Set<Role> keepers = EnumSet.noneOf(Role.class);
            checkpoint.to().forEach(party -> keepers.add(Role.of(party)));
            checkpoint.variables().forEach(variable -> reveals.put(variable, keepers));
        }
        return new Privacy(inputs, reveals);
    }

    /** All that the job runs or fetches. */
    static Set<String> roots(Job job) {
        Set<String> roots = new TreeSet<>();
        for (Output.When when : Output.When.values()) {
            roots.addAll(roots(job, when));
        }
        if (job.initialize() != null) {
            roots.add(job.initialize());
        }
        if (job.checkpoint() != null) {
            roots.addAll(job.checkpoint().variables());
        }
        return roots;
    }

    /** What the job runs and fetches at one moment: a training step, its end, a prediction. */
    static Set<String> roots(Job job, Output.When when) {
        Set<String> roots = new TreeSet<>();
        job.outputs().values().stream().filter(o -> o.when() == when).forEach(o -> roots.add(name(o)));
        if (when == Output.When.STEP && job.train() != null) {
            roots.add(job.train().operation());
        }
        return roots;
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
