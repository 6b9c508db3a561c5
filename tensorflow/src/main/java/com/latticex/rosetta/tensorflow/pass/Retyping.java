package com.latticex.rosetta.tensorflow.pass;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.NodeDef;

/** Copies of nodes that TensorFlow's own kernels run on shares: the types of what is secret change, and nothing else. */
final class Retyping {
    private final Emission out;

    Retyping(Emission out) {
        this.out = out;
    }

    /** The node as it is. Placement and cached shapes are left out: they no longer hold. */
    static NodeDef.Builder clean(Node node) {
        return node.def().toBuilder()
                .removeAttr("_class")
                .removeAttr("_output_shapes")
                .clearDevice();
    }

    /** The node with its secret types retyped; public operands of those types become shares. */
    void retype(Node node) {
        Set<Slot.TypeKey> keys = new HashSet<>();
        for (int i = 0; i < node.in().size(); i++) {
            addKey(keys, node.in().get(i), out.isSecret(node.inputs().get(i)));
        }
        for (int i = 0; i < node.out().size(); i++) {
            addKey(keys, node.out().get(i), out.isSecret(node.output(i)));
        }
        retype(node, keys);
    }

    private static void addKey(Set<Slot.TypeKey> keys, Slot slot, boolean secret) {
        if (secret && !slot.isHandle()) {
            keys.add(slot.key());
        }
    }

    /** The same for these types only. */
    void retype(Node node, Set<Slot.TypeKey> keys) {
        NodeDef.Builder copy = clean(node);
        List<String> inputs = new ArrayList<>();
        for (int i = 0; i < node.in().size(); i++) {
            Port port = node.inputs().get(i);
            Slot slot = node.in().get(i);
            if (keys.contains(slot.key()) && !out.isSecret(port)) {
                inputs.add(out.share(port).input());
            } else if (slot.isReference() || node.type().equals("Identity")) {
                inputs.add(out.at(port).input());
            } else {
                inputs.add(out.value(node.name(), port, node.controls()).input());
            }
        }
        if (node.type().equals("Identity")
                && out.graph().slot(node.inputs().get(0)).isReference()) {
            copy.setOp(Emission.SNAPSHOT);
        }
        node.controls().forEach(c -> inputs.add("^" + c));
        copy.clearInput().addAllInput(inputs);
        keys.forEach(key -> retype(node, copy, key));
        out.add(copy.build());
    }

    private void retype(Node node, NodeDef.Builder copy, Slot.TypeKey key) {
        AttrValue old = node.attr(key.attr()).orElseThrow();
        AttrValue.Builder attr = copy.getAttrOrDefault(key.attr(), old).toBuilder();
        if (old.hasList()) {
            attr.getListBuilder()
                    .setType(key.element(), out.shareType(old.getList().getType(key.element())));
        } else {
            attr.setType(out.shareType(old.getType()));
        }
        copy.putAttr(key.attr(), attr.build());
    }
}
