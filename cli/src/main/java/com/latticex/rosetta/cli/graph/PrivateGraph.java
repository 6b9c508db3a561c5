package com.latticex.rosetta.cli.graph;

import com.latticex.rosetta.party.Party;
import com.latticex.rosetta.party.Protocol;
import com.latticex.rosetta.tensorflow.PrivateSaver;
import com.latticex.rosetta.tensorflow.PrivateSession;
import com.latticex.rosetta.tensorflow.checkpoint.Binding;
import com.latticex.rosetta.tensorflow.checkpoint.CheckpointFile;
import com.latticex.rosetta.tensorflow.checkpoint.CheckpointKey;
import com.latticex.rosetta.tensorflow.pass.Privacy;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.proto.GraphDef;

/** A graph that runs on shares, together with the two other parties. */
public final class PrivateGraph implements GraphRunner {
    private final Map<String, Placeholder> placeholders;
    private final PrivateSession session;
    private final Set<String> kept = new HashSet<>();

    PrivateGraph(
            GraphDef graph,
            Set<String> roots,
            Map<String, Placeholder> placeholders,
            Privacy privacy,
            Party party,
            Protocol protocol) {
        this.placeholders = placeholders;
        this.session = new PrivateSession(graph, roots, privacy, party, protocol);
        session.secureGraph().graph().getNodeList().forEach(node -> kept.add(node.getName()));
    }

    /** Saves the job's variables at the parties that may see them; all parties call this together. */
    public void save(Path prefix) {
        PrivateSaver.save(session, prefix);
    }

    /** Restores the job's variables; all parties call this together. */
    public void restore(Path prefix) {
        PrivateSaver.restore(session, prefix);
    }

    /** Keeps all variables as this party has them; sends nothing. */
    public void saveShares(Path file, CheckpointKey key, Binding binding, CheckpointFile.Content more) {
        PrivateSaver.saveShares(session, file, key, binding, more);
    }

    /** Takes all variables back as this party had them; sends nothing. */
    public <T> T restoreShares(Path file, CheckpointKey key, Binding wanted, CheckpointFile.Reading<T> more) {
        return PrivateSaver.restoreShares(session, file, key, wanted, more);
    }

    @Override
    public List<Values> run(Map<String, Values> feeds, Collection<String> fetches, Collection<String> targets) {
        PrivateSession.Runner runner = session.runner();
        fetches.forEach(runner::fetch);
        targets.forEach(runner::addTarget);
        // An input that nothing private depends on, such as a label that serves a metric only, is not in the secure
        // graph.
        Map<String, Values> used = new LinkedHashMap<>(feeds);
        used.keySet().retainAll(kept);
        return Runs.run(placeholders, used, fetches, runner::feed, runner::run);
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
