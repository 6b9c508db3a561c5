package com.latticex.rosetta.tensorflow.pass;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import com.latticex.rosetta.error.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;

/** Reads graphs as TensorFlow writes them: GraphDef or MetaGraphDef, binary or text. */
public final class GraphFile {
    private static final long LARGEST = Integer.MAX_VALUE;

    private GraphFile() {}

    /**
     * @param file {@code .pbtxt} or {@code .txt} for text; {@code .meta} or {@code .meta.pbtxt} for a MetaGraphDef; else
     *     a binary GraphDef
     * @throws ConfigurationException if it cannot be read, is damaged or holds no nodes
     */
    public static GraphDef read(Path file) {
        String name = String.valueOf(file.getFileName());
        boolean text = name.endsWith(".pbtxt") || name.endsWith(".txt");
        boolean meta = name.endsWith(".meta") || name.contains(".meta.");
        try {
            if (Files.size(file) > LARGEST) {
                throw new ConfigurationException("graph " + file + " is larger than 2 GiB");
            }
            GraphDef graph = meta
                    ? parse(file, text, MetaGraphDef.newBuilder()).build().getGraphDef()
                    : parse(file, text, GraphDef.newBuilder()).build();
            if (graph.getNodeCount() == 0) {
                throw new ConfigurationException("graph " + file + " has no nodes; was it written completely?");
            }
            return graph;
        } catch (TextFormat.ParseException e) {
            throw malformed(file, "line " + e.getLine() + ": " + e.getMessage(), e);
        } catch (InvalidProtocolBufferException e) {
            throw malformed(file, String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new ConfigurationException("graph " + file + " cannot be read: " + e, e);
        }
    }

    private static <B extends Message.Builder> B parse(Path file, boolean text, B builder) throws IOException {
        if (text) {
            try (var reader = Files.newBufferedReader(file)) {
                TextFormat.getParser().merge(reader, builder);
            }
        } else {
            builder.mergeFrom(Files.readAllBytes(file));
        }
        return builder;
    }

    private static ConfigurationException malformed(Path file, String why, Exception cause) {
        return new ConfigurationException(
                "graph " + file + " is not a TensorFlow graph or is damaged: " + why
                        + " (expected a GraphDef: binary, or text in a file named .pbtxt)",
                cause);
    }
}
