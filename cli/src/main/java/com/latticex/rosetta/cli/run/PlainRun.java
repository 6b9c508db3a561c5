package com.latticex.rosetta.cli.run;

import com.latticex.rosetta.cli.graph.GraphRunner;
import com.latticex.rosetta.cli.graph.JobGraph;
import com.latticex.rosetta.cli.graph.Values;
import com.latticex.rosetta.cli.job.DataSet;
import com.latticex.rosetta.cli.job.Job;
import com.latticex.rosetta.cli.job.Metrics;
import com.latticex.rosetta.cli.job.Output;
import com.latticex.rosetta.cli.job.Training;
import com.latticex.rosetta.cli.progress.Progress;
import com.latticex.rosetta.error.ConfigurationException;
import com.latticex.rosetta.party.Role;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A job on one machine that has all owners' data, by plain TensorFlow: the yardstick of a private run. Writes no files. */
public final class PlainRun {
    private PlainRun() {}

    /** What it gives: all outputs are visible. */
    public record Result(Map<String, Values> trained, Map<String, Double> metrics) {
        public Values trained(String output) {
            Values values = trained.get(output);
            if (values == null) {
                throw new IllegalArgumentException("no output " + output);
            }
            return values;
        }

        public double metric(String name) {
            return metrics.getOrDefault(name, Double.NaN);
        }
    }

    /** Trains and predicts. */
    public static Result of(Job job) {
        Training training = job.train();
        Metrics metrics = job.metrics();
        if (training == null || metrics == null) {
            throw new ConfigurationException("a job without training and metrics has nothing to compare");
        }
        JobGraph source = JobGraph.read(job.graph());
        List<InputLayout> layouts = InputLayout.all(job, source.placeholders());
        PartyData data = PartyData.read(job, layouts, EnumSet.allOf(Role.class));
        Map<DataSet, Integer> rows = RowCounts.agreed(layouts, data.rows());
        try (GraphRunner graph = source.plain()) {
            Trainer trainer = new Trainer(job, graph, data, output -> true, NOWHERE, Progress.NONE);
            trainer.initialize();
            trainer.train(training, Batches.of(training, rows.getOrDefault(DataSet.TRAIN, 0)));
            Map<String, Values> trained = trainer.revealTrained();
            Map<String, Values> predicted = trainer.predict(rows.getOrDefault(DataSet.PREDICT, 0));
            Values prediction = Objects.requireNonNull(predicted.get(metrics.prediction()));
            return new Result(trained, Quality.of(metrics, prediction, data.label(metrics.label())));
        }
    }

    private static final Trainer.Results NOWHERE = new Trainer.Results() {
        @Override
        public void steps(String name, Output output, List<Integer> steps, List<Values> values) {}

        @Override
        public void value(String name, Output output, Values value) {}
    };
}
