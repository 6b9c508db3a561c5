package com.latticex.rosetta.tensorflow.pass;

import com.google.protobuf.ByteString;
import com.latticex.rosetta.error.ConfigurationException;
import com.latticex.rosetta.party.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/**
 * Checkpoints of private variables: MpcSaveV2 and MpcRestoreV2. A variable that the job reveals to some parties is
 * revealed to them when saved, and their own TensorFlow writes it: a plain checkpoint that stock TensorFlow reads. Every
 * party saves what it may see, a party that may see nothing saves nothing. When restored, the first of those parties
 * reads the file and shares the values.
 */
final class MpcSaveModelPass {
    private final RunTimeContext context;

    MpcSaveModelPass(RunTimeContext context) {
        this.context = context;
    }

    /** Inputs: prefix, tensor names, slices, tensors. */
    List<NodeDef> save(NodeDef save) {
        List<NodeDef> nodes = new ArrayList<>();
        List<String> controls = new ArrayList<>();
        List<String> inputs = new ArrayList<>();
        save.getInputList().forEach(i -> (i.startsWith("^") ? controls : inputs).add(i));
        List<DataType> types = save.getAttrOrThrow("dtypes").getList().getTypeList();
        List<Integer> mine = new ArrayList<>();
        List<String> tensors = new ArrayList<>();
        List<String> reveals = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            Port tensor = Port.of(inputs.get(3 + i));
            if (!context.isSecret(tensor)) {
                mine.add(i);
                tensors.add(inputs.get(3 + i));
                continue;
            }
            Set<Role> receivers = receivers(save, tensor);
            NodeDef reveal = reveal(save.getName(), tensor, types.get(i), receivers, controls, nodes);
            reveals.add("^" + reveal.getName());
            if (receivers.contains(context.self())) {
                mine.add(i);
                tensors.add(reveal.getName());
            }
        }
        NodeDef.Builder saved = NodeDef.newBuilder().setName(save.getName());
        if (mine.isEmpty()) {
            nodes.add(saved.setOp("NoOp")
                    .addAllInput(controls)
                    .addAllInput(reveals)
                    .build());
            return nodes;
        }
        nodes.add(saved.setOp("SaveV2")
                .addInput(inputs.get(0))
                .addInput(subset(save, inputs.get(1), mine, types.size(), nodes))
                .addInput(subset(save, inputs.get(2), mine, types.size(), nodes))
                .addAllInput(tensors)
                .addAllInput(controls)
                .addAllInput(reveals)
                .putAttr("dtypes", types(mine.stream().map(types::get).toList()))
                .build());
        return nodes;
    }

    /** Inputs: prefix, tensor names, slices. The outputs keep their places: Identities stand for what other nodes read. */
    List<NodeDef> restore(NodeDef restore) {
        List<DataType> types = restore.getAttrOrThrow("dtypes").getList().getTypeList();
        List<NodeDef> nodes = new ArrayList<>();
        List<Integer> mine = new ArrayList<>();
        List<Role> owners = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            Port output = new Port(restore.getName(), i);
            Role owner = context.isSecret(output)
                    ? new TreeSet<>(receivers(restore, value(output))).first()
                    : context.self();
            owners.add(owner);
            if (owner == context.self()) {
                mine.add(i);
            }
        }
        String file = context.fresh(restore.getName() + "/file");
        if (!mine.isEmpty()) {
            NodeDef.Builder read = NodeDef.newBuilder()
                    .setName(file)
                    .setOp("RestoreV2")
                    .addInput(restore.getInput(0))
                    .addInput(subset(restore, restore.getInput(1), mine, types.size(), nodes))
                    .addInput(subset(restore, restore.getInput(2), mine, types.size(), nodes))
                    .putAttr("dtypes", types(mine.stream().map(types::get).toList()));
            restore.getInputList().stream().filter(i -> i.startsWith("^")).forEach(read::addInput);
            nodes.add(read.build());
        }
        NodeDef.Builder together =
                NodeDef.newBuilder().setName(restore.getName()).setOp("IdentityN");
        List<DataType> out = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            Port output = new Port(restore.getName(), i);
            String plain = owners.get(i) == context.self()
                    ? new Port(file, mine.indexOf(i)).input()
                    : zeros(restore.getName() + "/shape_" + i, value(output), types.get(i), nodes);
            boolean secret = context.isSecret(output);
            if (secret) {
                NodeDef share = MpcNode.of(
                        context.fresh(restore.getName() + "/share_" + i),
                        "Input",
                        List.of(plain),
                        List.of(types.get(i)),
                        List.of(false),
                        List.of(DataType.DT_INT64),
                        MpcNode.owner(owners.get(i), types.get(i)));
                nodes.add(share);
                context.addSecret(new Port(share.getName(), 0));
                plain = share.getName();
            }
            together.addInput(plain);
            out.add(secret ? DataType.DT_INT64 : types.get(i));
        }
        nodes.add(together.putAttr("T", types(out)).build());
        return nodes;
    }

    private NodeDef reveal(
            String save, Port tensor, DataType type, Set<Role> receivers, List<String> controls, List<NodeDef> nodes) {
        String value = tensor.input();
        if (context.node(tensor.node())
                .filter(n -> n.getOp().startsWith("Variable"))
                .isPresent()) {
            NodeDef read = NodeDef.newBuilder()
                    .setName(context.fresh(save + "/" + tensor.node().replace('/', '_')))
                    .setOp("DeepCopy")
                    .addInput(value)
                    .addAllInput(controls)
                    .putAttr("T", RunTimeContext.type(DataType.DT_INT64))
                    .build();
            nodes.add(read);
            context.addSecret(new Port(read.getName(), 0));
            value = read.getName();
        }
        List<String> operands = new ArrayList<>(List.of(value));
        operands.addAll(controls);
        NodeDef reveal = MpcNode.of(
                context.fresh(save + "/reveal_" + tensor.node().replace('/', '_')),
                "Reveal",
                operands,
                List.of(DataType.DT_INT64),
                List.of(true),
                List.of(type),
                MpcNode.receivers(receivers, type));
        nodes.add(reveal);
        return reveal;
    }

    private Set<Role> receivers(NodeDef node, Port tensor) {
        Set<Role> receivers = context.receivers(tensor);
        if (receivers.isEmpty()) {
            String variable = context.variable(tensor).map(NodeDef::getName).orElse(tensor.node());
            throw new ConfigurationException(node.getName() + " (" + node.getOp() + "): " + variable
                    + " is private and revealed to nobody, so no party can keep a plain checkpoint of it; name the parties"
                    + " that may see it among the reveals, or leave it out of the checkpoint");
        }
        return receivers;
    }

    /** The variable a restored value is assigned to. */
    private Port value(Port restored) {
        for (NodeDef node : context.allNodes()) {
            if (Lowerings.ASSIGNMENTS.contains(node.getOp())
                    && origin(Port.of(node.getInput(1))).equals(restored)) {
                return Port.of(node.getInput(0));
            }
        }
        return restored;
    }

    private Port origin(Port port) {
        Port at = port;
        while (true) {
            NodeDef node = context.node(at.node()).orElseThrow();
            if (!node.getOp().equals("Identity")
                    && !node.getOp().equals("Reshape")
                    && !node.getOp().equals("Cast")) {
                return at;
            }
            at = Port.of(node.getInput(0));
        }
    }

    /** What a party without the file feeds: zeros of the variable's shape, which must be known. */
    private String zeros(String name, Port variable, DataType type, List<NodeDef> nodes) {
        NodeDef declared = context.variable(variable).orElseThrow();
        TensorShapeProto shape = declared.getAttrOrDefault("shape", AttrValue.getDefaultInstance())
                .getShape();
        if (shape.getUnknownRank() || shape.getDimList().stream().anyMatch(d -> d.getSize() < 0)) {
            throw new ConfigurationException(declared.getName()
                    + " has no fully known shape, so it cannot be restored at parties without its checkpoint");
        }
        NodeDef zeros = NodeDef.newBuilder()
                .setName(context.fresh(name))
                .setOp("Const")
                .putAttr("dtype", RunTimeContext.type(type))
                .putAttr(
                        "value",
                        AttrValue.newBuilder()
                                .setTensor(
                                        TensorProto.newBuilder().setDtype(type).setTensorShape(shape))
                                .build())
                .build();
        nodes.add(zeros);
        return zeros.getName();
    }

    /** The names or slices of the tensors at these places; the constant itself where all are wanted. */
    private String subset(NodeDef node, String input, List<Integer> wanted, int all, List<NodeDef> nodes) {
        if (wanted.size() == all) {
            return input;
        }
        NodeDef constant = context.node(Port.of(input).node())
                .filter(n -> n.getOp().equals("Const"))
                .orElseThrow(() -> new ConfigurationException(node.getName() + " (" + node.getOp() + "): " + input
                        + " must be a constant list, as TensorFlow's own savers make it"));
        List<String> strings =
                Constants.strings(constant.getAttrOrThrow("value").getTensor());
        TensorProto.Builder list = TensorProto.newBuilder()
                .setDtype(DataType.DT_STRING)
                .setTensorShape(TensorShapeProto.newBuilder()
                        .addDim(TensorShapeProto.Dim.newBuilder().setSize(wanted.size())));
        wanted.forEach(i -> list.addStringVal(ByteString.copyFromUtf8(strings.get(Math.min(i, strings.size() - 1)))));
        NodeDef chosen = NodeDef.newBuilder()
                .setName(context.fresh(node.getName() + "/" + constant.getName().replace('/', '_')))
                .setOp("Const")
                .putAttr("dtype", RunTimeContext.type(DataType.DT_STRING))
                .putAttr("value", AttrValue.newBuilder().setTensor(list).build())
                .build();
        nodes.add(chosen);
        return chosen.getName();
    }

    private static AttrValue types(List<DataType> types) {
        return AttrValue.newBuilder()
                .setList(AttrValue.ListValue.newBuilder().addAllType(types))
                .build();
    }
}
