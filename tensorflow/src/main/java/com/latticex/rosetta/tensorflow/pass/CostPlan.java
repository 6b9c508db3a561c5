package com.latticex.rosetta.tensorflow.pass;

import com.latticex.rosetta.error.ConfigurationException;
import com.latticex.rosetta.party.Cost;
import com.latticex.rosetta.party.Operation;
import com.latticex.rosetta.party.Operation.Operand;
import com.latticex.rosetta.party.Protocol;
import com.latticex.rosetta.tensor.Plain;
import com.latticex.rosetta.tensor.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/** Declared costs of a secure graph's operations on operands of the shapes TensorFlow infers from the feeds. */
final class CostPlan {
    private final Protocol protocol;
    private final Map<String, NodeDef> nodes = new HashMap<>();
    private final Map<Port, Shape> shapes = new HashMap<>();
    private final List<Coverage.Call> calls = new ArrayList<>();
    private final Map<String, Integer> depth = new HashMap<>();
    private Cost sum = Cost.FREE;
    private int rounds;

    private CostPlan(Protocol protocol) {
        this.protocol = protocol;
    }

    /**
     * @param graph secure nodes, operands before users
     * @param secrets names of the tensors that are shares
     * @param feeds shapes of placeholders by node name
     */
    static CostPlan of(GraphDef graph, Set<String> secrets, Map<String, Shape> feeds, Protocol protocol) {
        CostPlan plan = new CostPlan(protocol);
        graph.getNodeList().forEach(n -> plan.nodes.put(n.getName(), n));
        plan.infer(ClearGraph.of(graph, secrets), feeds);
        graph.getNodeList().forEach(plan::visit);
        return plan;
    }

    List<Coverage.Call> calls() {
        return calls;
    }

    /** Rounds of the longest chain, bytes of all. */
    Cost total() {
        return new Cost(rounds, sum.bytes());
    }

    private void infer(GraphDef clear, Map<String, Shape> feeds) {
        GraphDef.Builder fed = clear.toBuilder();
        for (NodeDef.Builder node : fed.getNodeBuilderList()) {
            Shape shape = feeds.get(node.getName());
            if (shape != null && node.getOp().startsWith("Placeholder")) {
                TensorShapeProto.Builder extents = TensorShapeProto.newBuilder();
                shape.extents()
                        .forEach(e ->
                                extents.addDim(TensorShapeProto.Dim.newBuilder().setSize(e)));
                node.putAttr("shape", AttrValue.newBuilder().setShape(extents).build());
            }
        }
        try (Graph graph = new Graph()) {
            graph.importGraphDef(fed.build());
            for (String name : nodes.keySet()) {
                GraphOperation operation = graph.operation(name);
                for (int i = 0; operation != null && i < operation.numOutputs(); i++) {
                    org.tensorflow.ndarray.Shape shape = operation.output(i).shape();
                    if (!shape.hasUnknownDimension()) {
                        shapes.put(new Port(name, i), Shape.of(shape.asArray()));
                    }
                }
            }
        } catch (RuntimeException e) {
            throw new ConfigurationException("the shapes of the graph do not fit together: " + e.getMessage(), e);
        }
    }

    private void visit(NodeDef node) {
        int before = Rewriting.sources(node)
                .mapToInt(s -> depth.getOrDefault(s, 0))
                .max()
                .orElse(0);
        int own = 0;
        if (MpcNode.isMpc(node.getOp())) {
            Coverage.Call call = call(node);
            calls.add(call);
            if (call.cost().isPresent()) {
                own = call.cost().get().rounds();
                sum = sum.then(call.cost().get());
            }
        }
        depth.put(node.getName(), before + own);
        rounds = Math.max(rounds, before + own);
    }

    private Coverage.Call call(NodeDef node) {
        String name = MpcNode.operation(node.getOp());
        Optional<Shape> shape = Optional.ofNullable(shapes.get(new Port(node.getName(), 0)));
        List<Boolean> secret = MpcNode.secret(node);
        List<Operand> operands = new ArrayList<>();
        boolean known = true;
        for (int i = 0; i < secret.size(); i++) {
            Port port = Port.of(node.getInput(i));
            Shape extents = shapes.get(port);
            if (extents == null) {
                return new Coverage.Call(node.getName(), name, shape, Optional.empty(), "");
            }
            Optional<Plain> value = secret.get(i) ? Optional.empty() : constant(port, extents);
            known &= secret.get(i) || value.isPresent();
            operands.add(new Operand(extents, secret.get(i), value.orElse(null)));
        }
        try {
            Operation operation = protocol.operation(name, MpcNode.attributes(node));
            Optional<Shape> result = Optional.of(operation.outputs(operands).getFirst());
            return new Coverage.Call(node.getName(), name, result, Optional.of(operation.cost(operands)), "");
        } catch (ConfigurationException e) {
            // With a public operand that only a run knows, shapes may be open; else the operands are wrong.
            return new Coverage.Call(
                    node.getName(), name, shape, Optional.empty(), known ? String.valueOf(e.getMessage()) : "");
        }
    }

    /** The value of a small public operand, if it is a constant: axes, rates. */
    private Optional<Plain> constant(Port port, Shape shape) {
        NodeDef node = nodes.get(port.node());
        while (node != null && (node.getOp().equals("Identity") || node.getOp().equals("Cast"))) {
            node = nodes.get(Port.of(node.getInput(0)).node());
        }
        if (node == null || !node.getOp().equals("Const")) {
            return Optional.empty();
        }
        TensorProto tensor = node.getAttrOrThrow("value").getTensor();
        return Constants.numbers(tensor, shape.size()).map(values -> Plain.open(shape, values));
    }
}
