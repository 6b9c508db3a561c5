package com.latticex.rosetta.tensorflow;

import com.latticex.rosetta.error.ConfigurationException;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.ByteDataBuffer;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.types.TBfloat16;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat16;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TType;

/**
 * All variables of a secure graph as this party has them: its shares of the private ones, the public ones in the clear. No message is sent.
 * Written in the order of the graph: name, type, shape, bytes.
 */
final class SessionState {
    private static final String PREFIX = "rosetta_state/";
    private static final Map<DataType, Class<? extends TType>> TYPES = Map.of(
            DataType.DT_INT64, TInt64.class,
            DataType.DT_INT32, TInt32.class,
            DataType.DT_DOUBLE, TFloat64.class,
            DataType.DT_FLOAT, TFloat32.class,
            DataType.DT_HALF, TFloat16.class,
            DataType.DT_BFLOAT16, TBfloat16.class,
            DataType.DT_BOOL, TBool.class,
            DataType.DT_UINT8, TUint8.class);

    /** Names of the nodes by which one variable is read and written. */
    private record Variable(String name, DataType type, String read, String initialized, String value, String assign) {}

    private final Session session;
    private final Map<String, Variable> variables = new LinkedHashMap<>();

    /** Adds nodes that read and write the variables to the graph. */
    SessionState(List<NodeDef> graph, NodeImport nodes, Session session) {
        this.session = session;
        List<NodeDef> added = new ArrayList<>();
        for (NodeDef node : graph) {
            boolean handle = node.getOp().equals("VarHandleOp");
            if (handle || node.getOp().equals("VariableV2") || node.getOp().equals("Variable")) {
                variables.put(node.getName(), access(node, handle, added));
            }
        }
        nodes.add(added);
    }

    private static Variable access(NodeDef variable, boolean handle, List<NodeDef> added) {
        String name = variable.getName();
        DataType type = variable.getAttrOrThrow("dtype").getType();
        AttrValue typed = AttrValue.newBuilder().setType(type).build();
        Variable access = new Variable(
                name,
                type,
                handle ? PREFIX + "read/" + name : name,
                PREFIX + "initialized/" + name,
                PREFIX + "value/" + name,
                PREFIX + "assign/" + name);
        if (handle) {
            added.add(node(access.read, "ReadVariableOp", name)
                    .putAttr("dtype", typed)
                    .build());
        }
        NodeDef.Builder initialized =
                node(access.initialized, handle ? "VarIsInitializedOp" : "IsVariableInitialized", name);
        added.add(
                handle
                        ? initialized.build()
                        : initialized.putAttr("dtype", typed).build());
        added.add(node(access.value, "Placeholder").putAttr("dtype", typed).build());
        added.add(node(access.assign, handle ? "AssignVariableOp" : "Assign", name, access.value)
                .putAttr(handle ? "dtype" : "T", typed)
                .build());
        return access;
    }

    private static NodeDef.Builder node(String name, String op, String... inputs) {
        return NodeDef.newBuilder().setName(name).setOp(op).addAllInput(Arrays.asList(inputs));
    }

    void write(DataOutputStream out) throws IOException {
        List<Variable> set = variables.values().stream().filter(this::isSet).toList();
        out.writeInt(set.size());
        for (Variable variable : set) {
            try (Result result = session.runner().fetch(variable.read).run()) {
                Tensor tensor = result.get(0);
                out.writeUTF(variable.name);
                out.writeUTF(variable.type.name());
                long[] shape = tensor.shape().asArray();
                out.writeByte(shape.length);
                for (long extent : shape) {
                    out.writeLong(extent);
                }
                byte[] bytes = new byte[Math.toIntExact(tensor.numBytes())];
                tensor.asRawTensor().data().read(bytes);
                out.writeInt(bytes.length);
                out.write(bytes);
                Arrays.fill(bytes, (byte) 0);
            }
        }
    }

    private boolean isSet(Variable variable) {
        try (Result result = session.runner().fetch(variable.initialized).run()) {
            return ((TBool) result.get(0)).getBoolean();
        }
    }

    /** @throws ConfigurationException if the variables are not those of this graph */
    void read(DataInputStream in) throws IOException {
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            String name = in.readUTF();
            Variable variable = variables.get(name);
            if (variable == null || !variable.type.name().equals(in.readUTF())) {
                throw new ConfigurationException(
                        "the checkpoint has a variable '" + name + "' that the graph has not, or with another type");
            }
            long[] shape = new long[in.readUnsignedByte()];
            for (int axis = 0; axis < shape.length; axis++) {
                shape[axis] = in.readLong();
            }
            byte[] bytes = new byte[in.readInt()];
            in.readFully(bytes);
            assign(variable, Shape.of(shape), bytes);
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private void assign(Variable variable, Shape shape, byte[] bytes) {
        Class<? extends TType> type = TYPES.get(variable.type);
        if (type == null) {
            throw new ConfigurationException(
                    "variable " + variable.name + " of type " + variable.type + " cannot be kept in a checkpoint");
        }
        ByteDataBuffer raw = DataBuffers.of(bytes, true, false);
        try (Tensor value = Tensor.of(type, shape, raw)) {
            session.runner()
                    .feed(variable.value, value)
                    .addTarget(variable.assign)
                    .run()
                    .close();
        }
    }
}
