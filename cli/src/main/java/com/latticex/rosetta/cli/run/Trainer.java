package com.latticex.rosetta.cli.run;

import com.latticex.rosetta.cli.graph.GraphRunner;
import com.latticex.rosetta.cli.graph.Values;
import com.latticex.rosetta.cli.job.DataSet;
import com.latticex.rosetta.cli.job.Job;
import com.latticex.rosetta.cli.job.Output;
import com.latticex.rosetta.cli.job.Training;
import com.latticex.rosetta.cli.progress.Progress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.IntConsumer;
import java.util.function.Predicate;

/** Runs a job's steps on a graph, private or plain: initialize, train, reveal, predict. */
final class Trainer {
    private final Job job;
    private final GraphRunner graph;
    private final PartyData data;
    private final Predicate<Output> visible;
    private final Results results;
    private final Progress progress;

    /** Takes what this party sees. */
    interface Results {
        /** An output seen at some steps. */
        void steps(String name, Output output, List<Integer> steps, List<Values> values);

        /** An output seen once. */
        void value(String name, Output output, Values value);
    }

    /**
     * What training did.
     *
     * @param seconds all steps together
     * @param stepNanos duration of each step
     * @param roundsPerStep message hops on the longest chain of a step, mean over the steps
     */
    record Times(double seconds, List<Long> stepNanos, double roundsPerStep) {
        static final Times NONE = new Times(0, List.of(), 0);

        /** Median over the steps, without the first tenth, which warms the machine up. */
        double medianMilliseconds() {
            long[] warm = stepNanos.stream()
                    .skip(stepNanos.size() / 10)
                    .mapToLong(Long::longValue)
                    .sorted()
                    .toArray();
            return warm.length == 0 ? 0 : warm[warm.length / 2] / 1e6;
        }
    }

    Trainer(Job job, GraphRunner graph, PartyData data, Predicate<Output> visible, Results results, Progress progress) {
        this.job = job;
        this.graph = graph;
        this.data = data;
        this.visible = visible;
        this.results = results;
        this.progress = progress;
    }

    void initialize() {
        if (job.initialize() != null) {
            graph.run(Map.of(), List.of(), List.of(job.initialize()));
        }
    }

    /** All steps. */
    Times train(Training training, Batches batches) {
        return train(training, batches, 0, new StepLog(), done -> {});
    }

    /**
     * The steps that are left.
     *
     * @param first number of the first of them, counted from 0
     * @param log what was seen in those before; the rest is added
     * @param after called after each step with the number of steps done
     */
    Times train(Training training, Batches batches, int first, StepLog log, IntConsumer after) {
        Revealed outputs = new Revealed(job, Output.When.STEP, visible);
        long[] nanos = new long[batches.steps() - first];
        progress.begin("training", batches.steps());
        double rounds = 0;
        long began = System.nanoTime();
        for (int step = first; step < batches.steps(); step++) {
            List<String> due = outputs.due(step, batches.steps());
            long start = System.nanoTime();
            List<Values> fetched = graph.run(
                    data.feeds(DataSet.TRAIN, batches.rows(step)), outputs.fetches(due), List.of(training.operation()));
            rounds += graph.rounds();
            nanos[step - first] = System.nanoTime() - start;
            OptionalDouble loss = OptionalDouble.empty();
            for (var seen : outputs.seen(due, fetched).entrySet()) {
                if (seen.getValue().numbers().length == 1 && loss.isEmpty()) {
                    loss = OptionalDouble.of(seen.getValue().numbers()[0]);
                }
                log.add(seen.getKey(), step, seen.getValue());
            }
            progress.step(step + 1, loss);
            after.accept(step + 1);
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        progress.end();
        log.outputs().forEach((name, seen) -> results.steps(name, outputs.output(name), seen.steps(), seen.values()));
        return new Times(seconds, Arrays.stream(nanos).boxed().toList(), rounds / Math.max(1, nanos.length));
    }

    /** What is revealed once training is over. */
    Map<String, Values> revealTrained() {
        Revealed outputs = new Revealed(job, Output.When.TRAINED, visible);
        if (outputs.all().isEmpty()) {
            return Map.of();
        }
        List<Values> fetched = graph.run(Map.of(), outputs.fetches(outputs.all()), List.of());
        Map<String, Values> seen = outputs.seen(outputs.all(), fetched);
        seen.forEach((name, value) -> results.value(name, outputs.output(name), value));
        return seen;
    }

    /** Predictions for all rows. */
    Map<String, Values> predict(int rows) {
        Revealed outputs = new Revealed(job, Output.When.PREDICT, visible);
        int size = job.predict().batchSize();
        int batches = Math.ceilDiv(rows, size);
        Map<String, List<Values>> parts = new LinkedHashMap<>();
        progress.begin("predicting", batches);
        for (int batch = 0; batch < batches; batch++) {
            int from = batch * size;
            int[] chosen = new int[Math.min(size, rows - from)];
            Arrays.setAll(chosen, i -> from + i);
            List<Values> fetched =
                    graph.run(data.feeds(DataSet.PREDICT, chosen), outputs.fetches(outputs.all()), List.of());
            outputs.seen(outputs.all(), fetched)
                    .forEach((name, part) ->
                            parts.computeIfAbsent(name, n -> new ArrayList<>()).add(part));
            progress.step(batch + 1, OptionalDouble.empty());
        }
        progress.end();
        Map<String, Values> seen = new LinkedHashMap<>();
        parts.forEach((name, list) -> seen.put(name, OutputFile.concatenate(list)));
        seen.forEach((name, value) -> results.value(name, outputs.output(name), value));
        return seen;
    }
}
