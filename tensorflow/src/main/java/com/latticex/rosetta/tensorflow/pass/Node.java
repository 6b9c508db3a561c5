package com.latticex.rosetta.tensorflow.pass;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;
import org.tensorflow.proto.OpDef.ArgDef;

/** A node with its op definition, its edges and its types resolved. */
final class Node {
    private final NodeDef def;
    private final OpDef op;
    private final List<Port> inputs = new ArrayList<>();
    private final List<String> controls = new ArrayList<>();
    private final List<Slot> in;
    private final List<Slot> out;

    /** @throws IllegalArgumentException if the node does not fit the op's definition; the message says how */
    Node(NodeDef def, OpDef op) {
        this.def = def;
        this.op = op;
        for (String input : def.getInputList()) {
            if (input.startsWith("^")) {
                controls.add(input.substring(1));
            } else if (!controls.isEmpty()) {
                throw new IllegalArgumentException("has a data input after a control input");
            } else {
                inputs.add(Port.of(input));
            }
        }
        in = slots(op.getInputArgList());
        out = slots(op.getOutputArgList());
        if (in.size() != inputs.size()) {
            throw new IllegalArgumentException(
                    "has " + inputs.size() + " inputs where " + op.getName() + " takes " + in.size());
        }
    }

    String name() {
        return def.getName();
    }

    String type() {
        return def.getOp();
    }

    NodeDef def() {
        return def;
    }

    OpDef op() {
        return op;
    }

    List<Port> inputs() {
        return inputs;
    }

    List<String> controls() {
        return controls;
    }

    List<Slot> in() {
        return in;
    }

    List<Slot> out() {
        return out;
    }

    Port output(int index) {
        return new Port(name(), index);
    }

    /** The attribute, or its default. */
    Optional<AttrValue> attr(String name) {
        if (def.containsAttr(name)) {
            return Optional.of(def.getAttrOrThrow(name));
        }
        return op.getAttrList().stream()
                .filter(a -> a.getName().equals(name) && a.hasDefaultValue())
                .map(OpDef.AttrDef::getDefaultValue)
                .findFirst();
    }

    boolean flag(String name) {
        return attr(name).map(AttrValue::getB).orElse(false);
    }

    String text(String name) {
        return attr(name).map(a -> a.getS().toStringUtf8()).orElse("");
    }

    /** Whether running it, or when it runs, can be observed: state, references to variables. */
    boolean hasEffect() {
        return op.getIsStateful() || in.stream().anyMatch(Slot::isReference);
    }

    private List<Slot> slots(List<ArgDef> args) {
        List<Slot> slots = new ArrayList<>();
        for (ArgDef arg : args) {
            if (!arg.getTypeListAttr().isEmpty()) {
                List<DataType> types = need(arg.getTypeListAttr()).getList().getTypeList();
                for (int i = 0; i < types.size(); i++) {
                    slots.add(new Slot(arg, i, types.get(i)));
                }
                continue;
            }
            DataType type = arg.getTypeAttr().isEmpty()
                    ? arg.getType()
                    : need(arg.getTypeAttr()).getType();
            long count = arg.getNumberAttr().isEmpty()
                    ? 1
                    : need(arg.getNumberAttr()).getI();
            if (count < 0 || count > 1_000_000) {
                throw new IllegalArgumentException("claims " + count + " of " + arg.getName());
            }
            for (int i = 0; i < count; i++) {
                slots.add(new Slot(arg, i, type));
            }
        }
        return slots;
    }

    private AttrValue need(String name) {
        return attr(name).orElseThrow(() -> new IllegalArgumentException("has no attribute " + name));
    }
}
