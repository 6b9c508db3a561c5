package com.latticex.rosetta.tensorflow.pass;

import com.latticex.rosetta.tensor.FixedPoint;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.tensorflow.proto.AttrValue;

/** What must not run at three parties even where it touches nothing private, and constants no share can hold. */
final class OpPolicy {
    private static final Pattern FOREIGN = Pattern.compile("(Eager)?PyFunc(Stateless)?");
    private static final Pattern FILES = Pattern.compile(
            "WriteFile|ReadFile|MatchingFiles|Save|SaveSlices|Restore|RestoreSlice|ShardedFilename|MergeV2Checkpoints|"
                    + ".*Reader(V2)?|InitializeTableFromTextFile(V2)?|.*Dataset(V\\d)?|.*SummaryWriter|Write.*Summary|PrintV2|Print");
    private static final Pattern RANDOM = Pattern.compile(
            "RandomUniform(Int)?|RandomStandardNormal|TruncatedNormal|ParameterizedTruncatedNormal|RandomGamma|"
                    + "RandomPoisson(V2)?|RandomShuffle|Multinomial|RandomCrop");
    private static final Set<String> CARRIES_VALUES = Set.of(
            "Identity",
            "IdentityN",
            "Snapshot",
            "StopGradient",
            "Reshape",
            "Squeeze",
            "ExpandDims",
            "Transpose",
            "BroadcastTo",
            "Tile",
            "Fill",
            "Cast",
            "Neg",
            "Abs",
            "Pack",
            "ConcatV2",
            "Slice",
            "StridedSlice",
            "Split",
            "Unpack");

    private final Map<String, String> refusals = new HashMap<>();

    OpPolicy(OpGraph graph, DataFlow flow, FixedPoint fixedPoint) {
        for (Node node : graph.nodes()) {
            if (FOREIGN.matcher(node.type()).matches()) {
                refusals.put(node.name(), "calls back into a program that is not there");
            } else if (FILES.matcher(node.type()).matches()) {
                refusals.put(node.name(), "reads or writes outside the graph (a side effect)");
            } else if (RANDOM.matcher(node.type()).matches() && seed(node, "seed") == 0 && seed(node, "seed2") == 0) {
                refusals.put(
                        node.name(),
                        "draws different numbers at every party and in every run (nondeterministic); give it a seed");
            }
            checkConstants(graph, flow, node, fixedPoint);
        }
    }

    Map<String, String> refusals() {
        return refusals;
    }

    private static long seed(Node node, String name) {
        return node.attr(name).map(AttrValue::getI).orElse(0L);
    }

    /** Constants become fixed-point numbers where they meet private ones; all others stay what they are. */
    private void checkConstants(OpGraph graph, DataFlow flow, Node node, FixedPoint fixedPoint) {
        Set<Slot.TypeKey> keys = new HashSet<>();
        for (int i = 0; i < node.in().size(); i++) {
            if (flow.isSecret(node.inputs().get(i))) {
                keys.add(node.in().get(i).key());
                // A handle stands for a variable of the type the other operands have.
                if (node.in().get(i).isHandle()) {
                    node.in().forEach(s -> keys.add(s.key()));
                }
            }
        }
        if (MpcNode.isMpc(node.type()) && !keys.isEmpty()) {
            node.in().forEach(s -> keys.add(s.key()));
        }
        for (int i = 0; i < node.in().size(); i++) {
            Port port = node.inputs().get(i);
            if (keys.contains(node.in().get(i).key()) && !flow.isSecret(port)) {
                constantsBehind(graph, port)
                        .forEach(constant -> Constants.unfit(
                                        constant.attr("value").orElseThrow().getTensor(), fixedPoint)
                                .ifPresent(defect -> refusals.put(constant.name(), defect + ", at " + node.name())));
            }
        }
    }

    private static List<Node> constantsBehind(OpGraph graph, Port port) {
        Set<String> seen = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(port.node()));
        List<Node> constants = new java.util.ArrayList<>();
        while (!open.isEmpty()) {
            Node node = graph.node(open.remove());
            if (!seen.add(node.name())) {
                continue;
            }
            if (node.type().equals("Const")) {
                constants.add(node);
            } else if (CARRIES_VALUES.contains(node.type())) {
                Set<Slot.TypeKey> carried = new HashSet<>();
                node.out().forEach(s -> carried.add(s.key()));
                for (int i = 0; i < node.in().size(); i++) {
                    if (carried.contains(node.in().get(i).key()) || node.type().equals("Cast")) {
                        open.add(node.inputs().get(i).node());
                    }
                }
            }
        }
        return constants;
    }
}
