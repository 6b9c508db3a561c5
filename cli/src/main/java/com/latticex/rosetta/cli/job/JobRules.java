package com.latticex.rosetta.cli.job;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Conditions between the keys of a job. */
final class JobRules {
    private JobRules() {}

    static void check(Job job) {
        if (!job.parties().isEmpty()) {
            parties(job.parties());
        }
        job.inputs().forEach(JobRules::complete);
        Check.that(
                job.inputs().values().stream().anyMatch(Input::isPrivate),
                "inputs: none is private, so there is nothing to protect");
        Check.that(!job.outputs().isEmpty(), "outputs is empty: the job would reveal nothing to anybody");
        for (DataSet set : DataSet.values()) {
            if (job.uses(set)) {
                Check.that(
                        job.inputs().values().stream().anyMatch(i -> i.has(set)),
                        "no input names a file under " + set + ", which "
                                + (set == DataSet.TRAIN ? "train" : "an output with when: predict") + " needs");
            }
        }
        job.outputs().forEach((name, output) -> {
            if (output.when() != Output.When.PREDICT) {
                Check.that(job.train() != null, "outputs." + name + " is revealed in training, but there is no train");
            }
        });
        Check.that(
                job.resume() == null || job.train() != null,
                "resume keeps checkpoints of the training, but there is no train");
        onceToAll(job);
        if (job.metrics() != null) {
            metrics(job, job.metrics());
        }
    }

    /** The secure graph has one reveal for each value, so a value has one set of receivers, whenever it is revealed. */
    private static void onceToAll(Job job) {
        Map<String, Set<Integer>> receivers = new LinkedHashMap<>();
        job.outputs().forEach((name, output) -> {
            Set<Integer> before = receivers.putIfAbsent(output.source(), output.to());
            Check.that(
                    before == null || before.equals(output.to()),
                    "outputs." + name + ": " + output.source() + " goes to " + before
                            + " in another output; one value has the same receivers everywhere");
        });
        Checkpoint checkpoint = job.checkpoint();
        if (checkpoint != null) {
            checkpoint.variables().forEach(variable -> {
                Set<Integer> before = receivers.get(variable);
                Check.that(
                        before == null || before.equals(checkpoint.to()),
                        "checkpoint: " + variable + " goes to " + before
                                + " in an output; one value has the same receivers everywhere");
            });
        }
    }

    static void parties(List<JobParty> parties) {
        Check.that(
                parties.size() == 3,
                "parties must list three: 0 and 1 hold the shares, 2 helps; there are " + parties.size());
        Map<String, Integer> addresses = new LinkedHashMap<>();
        for (int i = 0; i < 3; i++) {
            Integer other = addresses.put(parties.get(i).address().toString(), i);
            Check.that(other == null, "parties " + other + " and " + i + " have the same address");
        }
    }

    private static void complete(String placeholder, Input input) {
        for (DataSet set : DataSet.values()) {
            boolean any = input.parts().stream().anyMatch(p -> p.file(set) != null);
            Check.that(
                    any == input.has(set),
                    "inputs." + placeholder + ": some parts have a file under " + set + " and some have not");
        }
    }

    private static void metrics(Job job, Metrics metrics) {
        @Nullable Output prediction = job.outputs().get(metrics.prediction());
        Check.that(
                prediction != null && prediction.when() == Output.When.PREDICT,
                "metrics.prediction: " + metrics.prediction() + " is not an output with when: predict; there are: "
                        + job.outputs().entrySet().stream()
                                .filter(e -> e.getValue().when() == Output.When.PREDICT)
                                .map(Map.Entry::getKey)
                                .collect(Collectors.joining(", ")));
        @Nullable Input label = job.inputs().get(metrics.label());
        Check.that(
                label != null && label.parts().size() == 1 && label.has(DataSet.PREDICT),
                "metrics.label: " + metrics.label() + " is not an input of one owner with a file under predict");
        if (prediction != null && label != null) {
            int owner = label.parts().getFirst().owner();
            Check.that(
                    prediction.to().contains(owner),
                    "metrics: party " + owner + " owns the label, so outputs." + metrics.prediction()
                            + " must be revealed to it");
        }
    }
}
