package com.latticex.rosetta.cli.job;

import com.fasterxml.jackson.annotation.JacksonInject;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the three parties do together. All paths are resolved against the folder of the job file.
 *
 * @param folder of the job file
 * @param name shown in messages
 * @param parties three, by number; empty where they are given apart from the job
 * @param protocol name of the protocol family
 * @param fractionBits of the fixed-point numbers
 * @param timeouts how long a party waits for the others
 * @param graph a GraphDef or MetaGraphDef
 * @param initialize operation that sets the variables' first values, or null
 * @param inputs by the placeholder's name
 * @param train how to train, or null
 * @param predict how to predict
 * @param outputs by a name of the user's choice, in the order of the file
 * @param metrics or null
 * @param checkpoint or null
 * @param resume what is kept to go on after an interruption, or null for nothing
 */
public record Job(
        Path folder,
        String name,
        List<JobParty> parties,
        String protocol,
        int fractionBits,
        Timeouts timeouts,
        Path graph,
        @Nullable String initialize,
        Map<String, Input> inputs,
        @Nullable Training train,
        Prediction predict,
        Map<String, Output> outputs,
        @Nullable Metrics metrics,
        @Nullable Checkpoint checkpoint,
        @Nullable Resume resume) {
    public Job {
        parties = List.copyOf(parties);
        inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
        outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
    }

    @JsonCreator
    static Job of(
            @JacksonInject("folder") Path folder,
            @JsonProperty(value = "name", required = true) String name,
            @JsonProperty("parties") @Nullable List<JobParty> parties,
            @JsonProperty("protocol") @Nullable String protocol,
            @JsonProperty("fraction_bits") @Nullable Integer fractionBits,
            @JsonProperty("timeouts") @Nullable Timeouts timeouts,
            @JsonProperty(value = "graph", required = true) Path graph,
            @JsonProperty("initialize") @Nullable String initialize,
            @JsonProperty(value = "inputs", required = true) Map<String, Input> inputs,
            @JsonProperty("train") @Nullable Training train,
            @JsonProperty("predict") @Nullable Prediction predict,
            @JsonProperty(value = "outputs", required = true) Map<String, Output> outputs,
            @JsonProperty("metrics") @Nullable Metrics metrics,
            @JsonProperty("checkpoint") @Nullable Checkpoint checkpoint,
            @JsonProperty("resume") @Nullable Resume resume) {
        Map<String, Input> byNode = new LinkedHashMap<>();
        inputs.forEach((placeholder, input) -> Check.that(
                byNode.put(Check.node(placeholder), input) == null, "inputs: " + placeholder + " is given twice"));
        Job job = new Job(
                folder,
                name,
                parties == null ? List.of() : parties,
                protocol == null ? "securenn" : protocol,
                fractionBits == null ? 16 : Check.range("fraction_bits", fractionBits, 1, 30),
                timeouts == null ? Timeouts.DEFAULT : timeouts,
                graph,
                initialize,
                byNode,
                train,
                predict == null ? Prediction.DEFAULT : predict,
                outputs,
                metrics,
                checkpoint,
                resume);
        JobRules.check(job);
        return job;
    }

    /** The same job between these parties. */
    public Job between(List<JobParty> others) {
        JobRules.parties(others);
        return new Job(
                folder,
                name,
                others,
                protocol,
                fractionBits,
                timeouts,
                graph,
                initialize,
                inputs,
                train,
                predict,
                outputs,
                metrics,
                checkpoint,
                resume);
    }

    /** Whether any output is a prediction. */
    public boolean predicts() {
        return outputs.values().stream().anyMatch(o -> o.when() == Output.When.PREDICT);
    }

    /** Whether a party reads rows of this set. */
    public boolean uses(DataSet set) {
        return set == DataSet.TRAIN ? train != null : predicts();
    }
}
