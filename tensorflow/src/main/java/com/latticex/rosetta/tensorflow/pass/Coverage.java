package com.latticex.rosetta.tensorflow.pass;

import com.latticex.rosetta.network.Link;
import com.latticex.rosetta.party.Cost;
import com.latticex.rosetta.tensor.Shape;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What becomes of a graph, without running it.
 *
 * @param nodes every node the fetches and targets need, in the order of the graph
 * @param operations every protocol operation of the secure graph
 * @param step cost of one run of all of it: rounds along the longest chain of operations, bytes on each link
 */
public record Coverage(List<Entry> nodes, List<Call> operations, Cost step) {
    /** What happens to a node. */
    public enum Kind {
        /** It runs on shares. */
        PRIVATE,
        /** It runs in the clear, alike at all parties. */
        PUBLIC,
        /** It cannot run on private data. */
        UNSUPPORTED
    }

    /**
     * @param node name
     * @param op TensorFlow's op
     * @param how what carries it out, or why nothing can
     */
    public record Entry(String node, String op, Kind kind, String how) {}

    /**
     * One call of a protocol operation.
     *
     * @param node name in the secure graph
     * @param operation the protocol's name
     * @param shape of the first result, if it could be inferred from the feeds
     * @param cost nothing where a shape or an axis is known only at run time
     * @param problem why the protocol will refuse these operands; empty if it will not
     */
    public record Call(String node, String operation, Optional<Shape> shape, Optional<Cost> cost, String problem) {}

    public Coverage {
        nodes = List.copyOf(nodes);
        operations = List.copyOf(operations);
    }

    /** Number of nodes of each kind; kinds without nodes are present. */
    public Map<Kind, Integer> counts() {
        Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            counts.put(kind, (int) nodes.stream().filter(n -> n.kind() == kind).count());
        }
        return counts;
    }

    /** Whether everything asked for can run. */
    public boolean isComplete() {
        return nodes.stream().noneMatch(n -> n.kind() == Kind.UNSUPPORTED)
                && operations.stream().allMatch(o -> o.problem().isEmpty());
    }

    /** Operations whose cost is not in the total. */
    public long uncosted() {
        return operations.stream().filter(o -> o.cost().isEmpty()).count();
    }

    /** A table for people. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        Map<String, TreeMap<String, Integer>> groups = new TreeMap<>();
        for (Entry node : nodes) {
            groups.computeIfAbsent(node.kind().name().toLowerCase(Locale.ROOT), k -> new TreeMap<>())
                    .merge(node.op(), 1, Integer::sum);
        }
        groups.forEach((kind, ops) -> {
            text.append(kind).append(": ");
            text.append(String.join(
                    ", ",
                    ops.entrySet().stream()
                            .map(e -> e.getKey() + " x " + e.getValue())
                            .toList()));
            text.append('\n');
        });
        nodes.stream()
                .filter(n -> n.kind() == Kind.UNSUPPORTED)
                .forEach(n -> text.append(String.format("unsupported %s (%s): %s%n", n.node(), n.op(), n.how())));
        for (Call call : operations) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-60s %-24s %-14s %s%n",
                    call.node(),
                    call.operation(),
                    call.shape().map(Shape::toString).orElse("?"),
                    call.problem().isEmpty()
                            ? call.cost()
                                    .map(c -> c.rounds() + " rounds, " + c.total() + " bytes")
                                    .orElse("cost known at run time")
                            : call.problem()));
        }
        text.append("one run: ")
                .append(step.rounds())
                .append(" rounds, ")
                .append(step.total())
                .append(" bytes");
        Map<String, Long> links = new TreeMap<>();
        step.bytes().forEach((Link link, Long bytes) -> links.put(link.toString(), bytes));
        links.forEach(
                (link, bytes) -> text.append(", ").append(link).append(' ').append(bytes));
        if (uncosted() > 0) {
            text.append(", and ").append(uncosted()).append(" operations whose cost depends on shapes not given");
        }
        return text.append('\n').toString();
    }
}
