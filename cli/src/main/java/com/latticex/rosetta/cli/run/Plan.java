package com.latticex.rosetta.cli.run;

import com.latticex.rosetta.cli.graph.JobGraph;
import com.latticex.rosetta.cli.job.DataSet;
import com.latticex.rosetta.cli.job.Job;
import com.latticex.rosetta.cli.job.Output;
import com.latticex.rosetta.cli.job.Training;
import com.latticex.rosetta.party.Cost;
import com.latticex.rosetta.party.Protocol;
import com.latticex.rosetta.tensorflow.pass.Coverage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a job would do, found without data and without the other parties. */
public final class Plan {
    private final Coverage coverage;
    private final StringBuilder text = new StringBuilder();

    private Plan(Coverage coverage) {
        this.coverage = coverage;
    }

    /**
     * Looks at all that a job needs of its graph.
     *
     * @throws com.latticex.rosetta.error.ConfigurationException if the graph is malformed or does not fit the job
     */
    public static Plan of(Job job) {
        JobGraph graph = JobGraph.read(job.graph());
        Protocol protocol = Protocols.require(job.protocol());
        List<InputLayout> layouts = InputLayout.all(job, graph.placeholders());
        Plan plan = new Plan(graph.coverage(job, protocol));
        plan.nodes();
        if (plan.isComplete()) {
            Training training = job.train();
            if (training != null) {
                int rows = Batches.rowsPerStep(training);
                plan.costs(
                        "a training step of " + rows + " rows",
                        graph.coverage(job, protocol, Output.When.STEP, feeds(layouts, DataSet.TRAIN, rows)));
            }
            // After training the weights are secret, which a prediction looked at by itself would not show.
            if (training == null) {
                int rows = job.predict().batchSize();
                plan.costs(
                        "a prediction of " + rows + " rows",
                        graph.coverage(job, protocol, Output.When.PREDICT, feeds(layouts, DataSet.PREDICT, rows)));
            }
        }
        return plan;
    }

    /** Whether everything the job asks for can run on private data. */
    public boolean isComplete() {
        return coverage.isComplete();
    }

    /** Tables for people. */
    public String text() {
        return text.toString();
    }

    private static Map<String, List<Long>> feeds(List<InputLayout> layouts, DataSet set, int rows) {
        Map<String, List<Long>> feeds = new HashMap<>();
        for (InputLayout layout : layouts) {
            if (layout.input().has(set)) {
                List<Long> shape = new ArrayList<>(List.of((long) rows));
                shape.addAll(layout.rowShape());
                feeds.put(layout.name(), shape);
            }
        }
        return feeds;
    }

    private void nodes() {
        for (Coverage.Kind kind : Coverage.Kind.values()) {
            Map<String, Long> ops = coverage.nodes().stream()
                    .filter(n -> n.kind() == kind)
                    .collect(Collectors.groupingBy(Coverage.Entry::op, TreeMap::new, Collectors.counting()));
            if (!ops.isEmpty()) {
                text.append(String.format(
                        Locale.ROOT,
                        "%-12s %s%n",
                        kind.name().toLowerCase(Locale.ROOT),
                        ops.entrySet().stream()
                                .map(e -> e.getValue() == 1 ? e.getKey() : e.getKey() + " x " + e.getValue())
                                .collect(Collectors.joining(", "))));
            }
        }
        coverage.nodes().stream()
                .filter(n -> n.kind() == Coverage.Kind.UNSUPPORTED)
                .forEach(n -> text.append(String.format(Locale.ROOT, "  %s (%s): %s%n", n.node(), n.op(), n.how())));
        coverage.operations().stream()
                .filter(o -> !o.problem().isEmpty())
                .forEach(o -> text.append(
                        String.format(Locale.ROOT, "  %s (%s): %s%n", o.node(), o.operation(), o.problem())));
    }

    private void costs(String run, Coverage of) {
        text.append(String.format(Locale.ROOT, "%n%s%n", run));
        for (Coverage.Call call : of.operations()) {
            String cost = call.cost().map(Plan::text).orElse("known only when it runs");
            String shape = call.shape().map(Object::toString).orElse("?");
            text.append(
                    String.format(Locale.ROOT, "  %-24s %-12s %-32s %s%n", call.operation(), shape, cost, call.node()));
        }
        String rest = of.uncosted() == 0 ? "" : ", and what is known only when it runs";
        text.append(String.format(Locale.ROOT, "  %-37s %s%s%n", "together", text(of.step()), rest));
    }

    private static String text(Cost cost) {
        return String.format(Locale.ROOT, "%d rounds, %,d bytes", cost.rounds(), cost.total());
    }
}
