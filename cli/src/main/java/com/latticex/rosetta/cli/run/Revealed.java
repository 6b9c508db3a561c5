package com.latticex.rosetta.cli.run;

import com.latticex.rosetta.cli.graph.JobPrivacy;
import com.latticex.rosetta.cli.graph.Values;
import com.latticex.rosetta.cli.job.Job;
import com.latticex.rosetta.cli.job.Output;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Outputs of one moment: what to fetch, and what of it this party may see. */
final class Revealed {
    private final Map<String, Output> outputs = new LinkedHashMap<>();
    private final Predicate<Output> visible;

    /**
     * Outputs of a job at one moment.
     *
     * @param visible whether this party may see an output
     */
    Revealed(Job job, Output.When when, Predicate<Output> visible) {
        job.outputs().forEach((name, output) -> {
            if (output.when() == when) {
                outputs.put(name, output);
            }
        });
        this.visible = visible;
    }

    /** The outputs due at a step, counted from 0; the last step reveals all. */
    List<String> due(int step, int steps) {
        return outputs.entrySet().stream()
                .filter(e -> step % e.getValue().every() == 0 || step == steps - 1)
                .map(Map.Entry::getKey)
                .toList();
    }

    List<String> all() {
        return List.copyOf(outputs.keySet());
    }

    /** Names to fetch for these outputs, the same at all parties. */
    List<String> fetches(List<String> names) {
        return names.stream().map(n -> JobPrivacy.name(output(n))).toList();
    }

    boolean isVisible(String name) {
        return visible.test(output(name));
    }

    Output output(String name) {
        @Nullable Output output = outputs.get(name);
        if (output == null) {
            throw new IllegalArgumentException("no output " + name);
        }
        return output;
    }

    /** What this party sees of a run's results, by output name. */
    Map<String, Values> seen(List<String> names, List<Values> results) {
        Map<String, Values> seen = new LinkedHashMap<>();
        List<Values> left = new ArrayList<>(results);
        for (String name : names) {
            Values value = left.removeFirst();
            if (isVisible(name)) {
                seen.put(name, value);
            }
        }
        return seen;
    }
}
