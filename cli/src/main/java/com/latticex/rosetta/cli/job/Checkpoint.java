package com.latticex.rosetta.cli.job;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Variables kept in the clear by some parties, in TensorFlow's checkpoint format.
 *
 * @param variables names of their nodes
 * @param to numbers of the parties that keep, and so see, them
 * @param save where they are saved after training: the prefix of the checkpoint's files; or null
 * @param restore where they are read before training or prediction, or null
 */
public record Checkpoint(
        List<String> variables,
        Set<Integer> to,
        @Nullable Path save,
        @Nullable Path restore) {
    public Checkpoint {
        variables = List.copyOf(variables);
        to = Collections.unmodifiableSet(new TreeSet<>(to));
    }

    @JsonCreator
    static Checkpoint of(
            @JsonProperty(value = "variables", required = true) List<String> variables,
            @JsonProperty(value = "to", required = true) Set<Integer> to,
            @JsonProperty("save") @Nullable Path save,
            @JsonProperty("restore") @Nullable Path restore) {
        Check.that(!variables.isEmpty(), "variables is empty: which are to be kept?");
        Check.that(!to.isEmpty(), "to names no party: who may see the variables?");
        to.forEach(party -> Check.party("to", party));
        Check.that(save != null || restore != null, "give save, restore, or both");
        return new Checkpoint(variables, to, save, restore);
    }
}
