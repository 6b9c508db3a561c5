package com.latticex.rosetta.cli.graph;

import com.latticex.rosetta.cli.job.Job;
import com.latticex.rosetta.cli.job.Output;
import com.latticex.rosetta.error.ConfigurationException;
import com.latticex.rosetta.party.Party;
import com.latticex.rosetta.party.Protocol;
import com.latticex.rosetta.party.Role;
import com.latticex.rosetta.tensor.FixedPoint;
import com.latticex.rosetta.tensor.Shape;
import com.latticex.rosetta.tensorflow.PrivateSaver;
import com.latticex.rosetta.tensorflow.pass.Coverage;
import com.latticex.rosetta.tensorflow.pass.GraphFile;
import com.latticex.rosetta.tensorflow.pass.Privacy;
import com.latticex.rosetta.tensorflow.pass.StaticPass;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.proto.GraphDef;

/** The graph a job names, as read from its file. */
public final class JobGraph {
    private final GraphDef definition;
    private final Map<String, Placeholder> placeholders;

    private JobGraph(GraphDef definition) {
        this.definition = definition;
        this.placeholders = Placeholder.of(definition);
    }

    /**
     * Reads a GraphDef or MetaGraphDef.
     *
     * @throws ConfigurationException if the file is missing or no graph
     */
    public static JobGraph read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new ConfigurationException(file + ": there is no such graph file");
        }
        return new JobGraph(GraphFile.read(file));
    }

    public Map<String, Placeholder> placeholders() {
        return placeholders;
    }

    /** By TensorFlow alone, in the clear. */
    public GraphRunner plain() {
        return new PlainGraph(definition, placeholders);
    }

    /**
     * On shares, together with the two other parties.
     *
     * @throws ConfigurationException naming every node the job needs that has no private form
     */
    public PrivateGraph secret(Job job, Party party, Protocol protocol) {
        Set<String> roots = JobPrivacy.roots(job);
        GraphDef graph = definition;
        if (job.checkpoint() != null) {
            graph = PrivateSaver.addTo(definition, job.checkpoint().variables());
            roots.addAll(PrivateSaver.ROOTS);
        }
        return new PrivateGraph(graph, roots, placeholders, JobPrivacy.of(job), party, protocol);
    }

    /** @throws ConfigurationException if a training step needs something that checkpoints do not keep */
    public void requireResumable(Job job) {
        RandomNodes.behind(definition, JobPrivacy.roots(job, Output.When.STEP)).ifPresent(node -> {
            throw new ConfigurationException("resume: the training draws random numbers in " + node
                    + ", and a generator inside the graph cannot be taken back to where it was; leave out resume, or"
                    + " feed the numbers as an input");
        });
    }

    /** What would become of all that the job needs, without running it. */
    public Coverage coverage(Job job, Protocol protocol) {
        return coverage(job, protocol, JobPrivacy.roots(job), Map.of());
    }

    /**
     * What one run at that moment costs.
     *
     * @param feeds shapes of the placeholders
     */
    public Coverage coverage(Job job, Protocol protocol, Output.When when, Map<String, List<Long>> feeds) {
        return coverage(job, protocol, JobPrivacy.roots(job, when), feeds);
    }

    private Coverage coverage(Job job, Protocol protocol, Set<String> roots, Map<String, List<Long>> feeds) {
        Map<String, Shape> shapes = new HashMap<>();
        feeds.forEach((name, extents) -> shapes.put(name, new Shape(extents)));
        Privacy all = JobPrivacy.of(job);
        Map<String, Set<Role>> reveals = new HashMap<>(all.reveals());
        reveals.keySet().retainAll(roots);
        return new StaticPass(protocol, new FixedPoint(job.fractionBits()))
                .coverage(definition, new Privacy(all.inputs(), reveals), roots, shapes);
    }
}
