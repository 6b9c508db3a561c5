package com.latticex.rosetta.tensorflow.pass;

import com.latticex.rosetta.party.Role;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;

/** What the parts of the dynamic pass know of the secure graph. */
final class RunTimeContext {
    private static final Set<String> ALIASES =
            Set.of("Identity", "RefIdentity", "DeepCopy", "Reshape", "ReadVariableOp");

    private final SecureGraph secure;
    private final Role self;
    private final Map<String, NodeDef> nodes = new HashMap<>();
    private final Set<String> names = new HashSet<>();
    private final Set<String> secrets = new HashSet<>();

    RunTimeContext(SecureGraph secure, Role self) {
        this.secure = secure;
        this.self = self;
        secure.graph().getNodeList().forEach(n -> nodes.put(n.getName(), n));
        secure.deferred().forEach(n -> nodes.put(n.getName(), n));
        names.addAll(nodes.keySet());
    }

    Role self() {
        return self;
    }

    Privacy privacy() {
        return secure.privacy();
    }

    /** A name nobody has; the same at every party. */
    String fresh(String wish) {
        String name = wish;
        for (int i = 1; !names.add(name); i++) {
            name = wish + "_" + i;
        }
        return name;
    }

    /** Plain type of a secret; nothing for a public tensor. */
    Optional<DataType> secretType(Port port) {
        return Optional.ofNullable(secure.secrets().get(port.toString()));
    }

    /** Whether it is a secret, or the handle of a private variable. */
    boolean isSecret(Port port) {
        return secretType(port).isPresent();
    }

    void addSecret(Port port) {
        secrets.add(port.toString());
    }

    Set<String> secrets() {
        return secrets;
    }

    Optional<NodeDef> node(String name) {
        return Optional.ofNullable(nodes.get(name));
    }

    Iterable<NodeDef> allNodes() {
        return nodes.values();
    }

    /** The variable a value was read from, if it was. */
    Optional<NodeDef> variable(Port port) {
        Optional<NodeDef> node = node(port.node());
        while (node.isPresent() && ALIASES.contains(node.get().getOp())) {
            node = node(Port.of(node.get().getInput(0)).node());
        }
        return node.filter(n -> n.getOp().equals("VariableV2")
                || n.getOp().equals("Variable")
                || n.getOp().equals("VarHandleOp"));
    }

    /** Who may see a tensor, or the variable it was read from. */
    Set<Role> receivers(Port port) {
        Set<Role> receivers = new HashSet<>();
        Optional<NodeDef> variable = variable(port);
        secure.privacy().reveals().forEach((tensor, roles) -> {
            Port revealed = Port.of(tensor);
            if (revealed.equals(port)
                    || variable.isPresent() && variable(revealed).equals(variable)) {
                receivers.addAll(roles);
            }
        });
        return receivers;
    }

    static AttrValue type(DataType type) {
        return AttrValue.newBuilder().setType(type).build();
    }
}
