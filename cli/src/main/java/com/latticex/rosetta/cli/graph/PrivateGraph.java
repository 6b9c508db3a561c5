package com.latticex.rosetta.cli.graph;

import com.latticex.rosetta.party.Party;
import com.latticex.rosetta.party.Protocol;
import com.latticex.rosetta.tensorflow.PrivateSession;
import com.latticex.rosetta.tensorflow.pass.Privacy;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.tensorflow.proto.GraphDef;

/** A graph that runs on shares, together with the two other parties. */
final class PrivateGraph implements GraphRunner {
    private final Map<String, Placeholder> placeholders;
    private final PrivateSession session;

    PrivateGraph(
            GraphDef graph, Map<String, Placeholder> placeholders, Privacy privacy, Party party, Protocol protocol) {
        this.placeholders = placeholders;
        this.session = new PrivateSession(graph, privacy, party, protocol);
    }

    @Override
    public List<Values> run(Map<String, Values> feeds, Collection<String> fetches, Collection<String> targets) {
        PrivateSession.Runner runner = session.runner();
        fetches.forEach(runner::fetch);
        targets.forEach(runner::addTarget);
        return Runs.run(placeholders, feeds, fetches, runner::feed, runner::run);
    }

    @Override
    public int rounds() {
        return session.rounds();
    }

    @Override
    public void close() {
        session.close();
    }
}
