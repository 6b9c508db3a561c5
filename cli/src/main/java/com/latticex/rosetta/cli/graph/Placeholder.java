package com.latticex.rosetta.cli.graph;

import com.latticex.rosetta.cli.job.Nearest;
import com.latticex.rosetta.error.ConfigurationException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorShapeProto;

/**
 * An input of a graph.
 *
 * @param name of the node
 * @param type of its elements
 * @param shape extents, -1 where the graph leaves one open; null if it says nothing about the shape
 */
public record Placeholder(
        String name, DataType type, @Nullable List<Long> shape) {
    /** All placeholders of a graph by name. */
    static Map<String, Placeholder> of(GraphDef graph) {
        return graph.getNodeList().stream()
                .filter(n -> n.getOp().equals("Placeholder") || n.getOp().equals("PlaceholderWithDefault"))
                .map(Placeholder::of)
                .collect(Collectors.toMap(Placeholder::name, p -> p, (a, b) -> a));
    }

    /** The placeholder of that name. */
    public static Placeholder find(Map<String, Placeholder> placeholders, String name) {
        Placeholder found = placeholders.get(name);
        if (found == null) {
            throw new ConfigurationException("inputs." + name + ": the graph has no placeholder of this name"
                    + Nearest.suggest(name, placeholders.keySet()));
        }
        return found;
    }

    /** Number of rows the graph insists on, or -1. */
    public long fixedRows() {
        return shape == null || shape.isEmpty() ? -1 : shape.getFirst();
    }

    /** Shape of one row if the graph says it completely, else null. */
    public @Nullable List<Long> rowShape() {
        if (shape == null || shape.isEmpty()) {
            return null;
        }
        List<Long> row = shape.subList(1, shape.size());
        return row.contains(-1L) ? null : row;
    }

    private static Placeholder of(NodeDef node) {
        TensorShapeProto shape = node.getAttrOrThrow("shape").getShape();
        // Graphs of old producers leave the attribute empty, which reads as a scalar, when the shape is unknown.
        boolean unknown = shape.getUnknownRank();
        List<Long> extents =
                shape.getDimList().stream().map(TensorShapeProto.Dim::getSize).toList();
        return new Placeholder(node.getName(), node.getAttrOrThrow("dtype").getType(), unknown ? null : extents);
    }
}
