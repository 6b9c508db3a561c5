package com.latticex.rosetta.cli.graph;

import com.latticex.rosetta.cli.job.Job;
import com.latticex.rosetta.error.ConfigurationException;
import com.latticex.rosetta.party.Party;
import com.latticex.rosetta.party.Protocol;
import com.latticex.rosetta.tensorflow.pass.GraphFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
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

    /** On shares, together with the two other parties. */
    public GraphRunner secret(Job job, Party party, Protocol protocol) {
        return new PrivateGraph(definition, placeholders, JobPrivacy.of(job), party, protocol);
    }
}
