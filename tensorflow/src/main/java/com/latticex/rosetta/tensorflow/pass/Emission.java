package com.latticex.rosetta.tensorflow.pass;

import com.latticex.rosetta.party.Role;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;

/**
 * Writes the new graph, node by node. Every output keeps its name, so users need no renaming; a private placeholder is
 * the exception: it stays plain, and its users take the share made of it.
 */
final class Emission {
    /** Copies a tensor, where Identity may pass on the memory. */
    static final String SNAPSHOT = "DeepCopy";

    private final OpGraph graph;
    private final DataFlow flow;
    private final DataType shareType;
    private final Map<String, NodeDef> nodes = new LinkedHashMap<>();
    private final Set<String> deferred = new LinkedHashSet<>();
    private final Map<Port, Port> renamed = new HashMap<>();
    private final Map<Port, Port> shared = new HashMap<>();
    private final Map<Port, DataType> secrets = new LinkedHashMap<>();
    private final Map<Port, DataType> auxiliary = new HashMap<>();
    private final Set<String> taken = new HashSet<>();
    private final Retyping retyping = new Retyping(this);

    /** @param differentiable whether secrets keep their plain types */
    Emission(OpGraph graph, DataFlow flow, boolean differentiable) {
        this.graph = graph;
        this.flow = flow;
        this.shareType = differentiable ? DataType.DT_INVALID : DataType.DT_INT64;
        graph.nodes().forEach(n -> taken.add(n.name()));
        for (Port port : flow.secrets()) {
            Slot slot = graph.slot(port);
            if (!slot.isHandle()) {
                secrets.put(port, slot.type());
            }
        }
    }

    OpGraph graph() {
        return graph;
    }

    Map<String, NodeDef> nodes() {
        return nodes;
    }

    /** Nodes left in their plain form for the dynamic pass. */
    Set<String> deferred() {
        return deferred;
    }

    /** Every secret and its plain type, those the pass added included. */
    Map<Port, DataType> secrets() {
        return secrets;
    }

    boolean isSecret(Port port) {
        return secrets.containsKey(port) || flow.isSecret(port);
    }

    /** Type in the plain graph. */
    DataType plainType(Port port) {
        DataType type = secrets.get(port);
        return type != null ? type : typeOf(port);
    }

    private DataType typeOf(Port port) {
        return Optional.ofNullable(auxiliary.get(port))
                .orElseGet(() -> graph.slot(port).type());
    }

    /** Type a secret of this plain type has in the new graph. */
    DataType shareType(DataType plain) {
        return shareType == DataType.DT_INVALID ? plain : shareType;
    }

    /** Where the users of an old output find it. */
    Port at(Port port) {
        return renamed.getOrDefault(port, port);
    }

    /** A private placeholder itself holds plain values; its users take the share. */
    void rename(Port old, Port now) {
        secrets.remove(old);
        renamed.put(old, now);
    }

    /** A name nobody has. */
    String fresh(String wish) {
        String name = wish;
        for (int i = 1; !taken.add(name); i++) {
            name = wish + "_" + i;
        }
        return name;
    }

    void add(NodeDef node) {
        if (nodes.put(node.getName(), node) != null) {
            throw new IllegalStateException("two nodes named " + node.getName());
        }
    }

    /** The node as it is. Placement and cached shapes are left out: they no longer hold. */
    void copy(Node node) {
        add(Retyping.clean(node).build());
    }

    void defer(Node node) {
        copy(node);
        deferred.add(node.name());
    }

    /** The node with its secret types retyped; public operands of those types become shares. */
    void retype(Node node) {
        retyping.retype(node);
    }

    /** The same for these types only. */
    void retype(Node node, Set<Slot.TypeKey> keys) {
        retyping.retype(node, keys);
    }

    /** An operation that has become needless: its result is its operand. */
    void same(Node node) {
        Port operand = node.inputs().get(0);
        NodeDef.Builder same = NodeDef.newBuilder()
                .setName(node.name())
                .setOp("Identity")
                .addInput(value(node.name(), operand, node.controls()).input())
                .putAttr("T", PlainNode.type(shareType(plainType(operand))));
        node.controls().forEach(c -> same.addInput("^" + c));
        add(same.build());
    }

    /** The share of a public value: made once, by no message. */
    Port share(Port port) {
        Port known = shared.get(port);
        if (known != null) {
            return known;
        }
        String suffix = port.index() == 0 ? "" : "_" + port.index();
        Port share = secretOf(
                fresh(port.node() + suffix + "/share"),
                "Share",
                at(port),
                plainType(port),
                MpcNode.scale(plainType(port)));
        shared.put(port, share);
        return share;
    }

    /**
     * An Mpc op whose results are secret.
     *
     * @param types of the results in the plain graph
     * @return the first result
     */
    Port mpc(
            String name,
            String operation,
            List<Port> operands,
            List<String> controls,
            List<DataType> types,
            Map<String, Object> attributes) {
        List<String> inputs = new ArrayList<>();
        List<DataType> in = new ArrayList<>();
        List<Boolean> secret = new ArrayList<>();
        for (Port operand : operands) {
            DataType plain = plainType(operand);
            boolean isSecret = isSecret(operand);
            inputs.add(value(name, operand, controls).input());
            in.add(isSecret ? shareType(plain) : plain);
            secret.add(isSecret);
        }
        controls.forEach(c -> inputs.add("^" + c));
        add(MpcNode.of(
                name,
                operation,
                inputs,
                in,
                secret,
                types.stream().map(this::shareType).toList(),
                attributes));
        for (int i = 0; i < types.size(); i++) {
            secrets.put(new Port(name, i), types.get(i));
        }
        return new Port(name, 0);
    }

    /**
     * An operand as a value: what a reference variable holds is copied when the user's own control inputs allow it. A mere
     * Identity would show the variable's memory while an update writes to it.
     */
    Port value(String user, Port operand, List<String> controls) {
        if (auxiliary.containsKey(operand) || graph.find(operand.node()) == null) {
            return operand;
        }
        if (!graph.slot(operand).isReference()) {
            return at(operand);
        }
        DataType plain = plainType(operand);
        boolean secret = isSecret(operand);
        if (!secret) {
            return operand;
        }
        NodeDef.Builder read = NodeDef.newBuilder()
                .setName(fresh(user + "/" + operand.node().replace('/', '_')))
                .setOp(shareType == DataType.DT_INVALID ? "Identity" : SNAPSHOT)
                .addInput(operand.input())
                .putAttr("T", PlainNode.type(shareType(plain)));
        controls.forEach(c -> read.addInput("^" + c));
        return plain(read.build(), plain, true);
    }

    /** Adds a node of TensorFlow's own with one output. */
    Port plain(NodeDef node, DataType plainType, boolean secret) {
        add(node);
        Port port = new Port(node.getName(), 0);
        auxiliary.put(port, plainType);
        if (secret) {
            secrets.put(port, plainType);
        }
        return port;
    }

    /** Adds a node of TensorFlow's own with several public outputs of one type. */
    List<Port> plainParts(NodeDef node, DataType type, int count) {
        add(node);
        List<Port> ports = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Port port = new Port(node.getName(), i);
            auxiliary.put(port, type);
            ports.add(port);
        }
        return ports;
    }

    /** The share of a value that one party knows; the placeholder's own name still stands for the plain feed. */
    Port input(String name, Port plain, DataType type, Role owner) {
        return secretOf(name, "Input", plain, type, MpcNode.owner(owner, type));
    }

    private Port secretOf(String name, String operation, Port plain, DataType type, Map<String, Object> attributes) {
        add(MpcNode.of(
                name,
                operation,
                List.of(plain.input()),
                List.of(type),
                List.of(false),
                List.of(shareType(type)),
                attributes));
        Port share = new Port(name, 0);
        secrets.put(share, type);
        return share;
    }

    /** The value of a secret, of its plain type, to its receivers only. */
    Port reveal(String name, Port secret, DataType type, Set<Role> receivers) {
        String operand = value(name, secret, List.of()).input();
        add(MpcNode.of(
                name,
                "Reveal",
                List.of(operand),
                List.of(shareType(type)),
                List.of(true),
                List.of(type),
                MpcNode.receivers(receivers, type)));
        Port revealed = new Port(name, 0);
        auxiliary.put(revealed, type);
        return revealed;
    }

    /** A public scalar, after the nodes named. */
    Port scalar(String name, DataType type, double value, List<String> controls) {
        NodeDef.Builder node = PlainNode.scalar(fresh(name), type, value);
        controls.forEach(c -> node.addInput("^" + c));
        return plain(node.build(), type, false);
    }
}
