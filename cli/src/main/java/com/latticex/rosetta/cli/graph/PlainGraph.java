package com.latticex.rosetta.cli.graph;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.proto.GraphDef;

/** The same graph run by TensorFlow alone, on data in the clear: what a private run is compared with. */
final class PlainGraph implements GraphRunner {
    private final Map<String, Placeholder> placeholders;
    private final Graph graph = new Graph();
    private final Session session;

    PlainGraph(GraphDef definition, Map<String, Placeholder> placeholders) {
        this.placeholders = placeholders;
        graph.importGraphDef(definition);
        session = new Session(graph);
    }

    @Override
    public List<Values> run(Map<String, Values> feeds, Collection<String> fetches, Collection<String> targets) {
        Session.Runner runner = session.runner();
        fetches.forEach(fetch -> runner.fetch(readable(fetch)));
        targets.forEach(runner::addTarget);
        return Runs.run(placeholders, feeds, fetches, runner::feed, runner::run);
    }

    /** A resource variable is a handle; its value comes from one of its reads. */
    private String readable(String fetch) {
        var operation = graph.operation(fetch);
        if (operation == null || !operation.type().equals("VarHandleOp")) {
            return fetch;
        }
        String read = fetch + "/Read/ReadVariableOp";
        return graph.operation(read) == null ? fetch : read;
    }

    @Override
    public int rounds() {
        return 0;
    }

    @Override
    public void close() {
        session.close();
        graph.close();
    }
}
