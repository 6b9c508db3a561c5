package com.latticex.rosetta.tensorflow;

import com.google.protobuf.ByteString;
import com.latticex.rosetta.error.ConfigurationException;
import com.latticex.rosetta.tensorflow.checkpoint.Binding;
import com.latticex.rosetta.tensorflow.checkpoint.CheckpointFile;
import com.latticex.rosetta.tensorflow.checkpoint.CheckpointKey;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;
import org.tensorflow.types.TString;

/**
 * Checkpoints of variables, in TensorFlow's own format: what {@code Session.save} does for variables by reference, for those by handle, too.
 *
 * <pre>{@code
 * GraphDef graph = PrivateSaver.addTo(training, List.of("w", "b"));
 * PrivateSession session = new PrivateSession(graph, privacy, party, protocol);
 * PrivateSaver.save(session, folder.resolve("model"));
 * }</pre>
 *
 * <p>A private variable is saved by the parties that the privacy reveals it to, each in its own file; stock TensorFlow reads it.
 * All parties save and restore together, each with a path of its own.
 *
 * <p>{@link #saveShares} reveals nothing: each party keeps what it has of all variables, encrypted with a key of its own, and only the shares
 * of all parties at one step give a model that can be trained on.
 */
public final class PrivateSaver {
    private static final String FILE = "rosetta_saver/file";
    private static final String SAVE = "rosetta_saver/save";
    private static final String RESTORE = "rosetta_saver/restore";

    /** The targets that saving and restoring run, for a session that is given its roots. */
    public static final Set<String> ROOTS = Set.of(SAVE, RESTORE);

    private static final Map<String, Boolean> BY_HANDLE =
            Map.of("VariableV2", false, "Variable", false, "VarHandleOp", true);

    private PrivateSaver() {}

    /**
     * The graph with the operations that save and restore these variables.
     *
     * @param plain before it is made private
     * @param variables names of their nodes, which become the names in the checkpoint
     * @throws ConfigurationException if one is not a variable of the graph
     */
    public static GraphDef addTo(GraphDef plain, List<String> variables) {
        Map<String, NodeDef> nodes =
                plain.getNodeList().stream().collect(Collectors.toMap(NodeDef::getName, n -> n, (a, _) -> a));
        GraphDef.Builder graph = plain.toBuilder();
        AttrValue.ListValue.Builder types = AttrValue.ListValue.newBuilder();
        NodeDef.Builder save = NodeDef.newBuilder().setName(SAVE).setOp("SaveV2");
        NodeDef.Builder read = NodeDef.newBuilder().setName(RESTORE + "/read").setOp("RestoreV2");
        NodeDef.Builder restore = NodeDef.newBuilder().setName(RESTORE).setOp("NoOp");
        for (NodeDef.Builder io : List.of(save, read)) {
            io.addInput(FILE).addInput(FILE + "/names").addInput(FILE + "/slices");
        }
        graph.addNode(NodeDef.newBuilder()
                .setName(FILE)
                .setOp("Placeholder")
                .putAttr("dtype", type(DataType.DT_STRING))
                .putAttr(
                        "shape",
                        AttrValue.newBuilder()
                                .setShape(TensorShapeProto.getDefaultInstance())
                                .build()));
        graph.addNode(strings(FILE + "/names", variables));
        graph.addNode(strings(FILE + "/slices", variables.stream().map(_ -> "").toList()));
        for (int i = 0; i < variables.size(); i++) {
            String name = variables.get(i);
            NodeDef variable = nodes.get(name);
            Boolean handle = variable == null ? null : BY_HANDLE.get(variable.getOp());
            if (variable == null || handle == null) {
                throw new ConfigurationException("cannot save '" + name + "': the graph has no variable of this name");
            }
            DataType type = variable.getAttrOrThrow("dtype").getType();
            types.addType(type);
            String assign = RESTORE + "/" + name;
            if (handle) {
                graph.addNode(NodeDef.newBuilder()
                        .setName(SAVE + "/" + name)
                        .setOp("ReadVariableOp")
                        .addInput(name)
                        .putAttr("dtype", type(type)));
            }
            save.addInput(handle ? SAVE + "/" + name : name);
            graph.addNode(NodeDef.newBuilder()
                    .setName(assign)
                    .setOp(handle ? "AssignVariableOp" : "Assign")
                    .addInput(name)
                    .addInput(RESTORE + "/read" + (i == 0 ? "" : ":" + i))
                    .putAttr(handle ? "dtype" : "T", type(type)));
            restore.addInput("^" + assign);
        }
        AttrValue dtypes = AttrValue.newBuilder().setList(types).build();
        return graph.addNode(save.putAttr("dtypes", dtypes))
                .addNode(read.putAttr("dtypes", dtypes))
                .addNode(restore)
                .build();
    }

    /**
     * Saves at the parties that may see the variables.
     *
     * @param prefix of the checkpoint's files, in an existing folder
     */
    public static void save(PrivateSession session, Path prefix) {
        run(session, prefix, SAVE);
    }

    /** Restores a checkpoint; of each private variable the first party that may see it reads its file. */
    public static void restore(PrivateSession session, Path prefix) {
        run(session, prefix, RESTORE);
    }

    /**
     * Keeps all variables as this party has them. Sends nothing; call it at the same step at all parties.
     *
     * @param binding what the file belongs to; it opens as that only
     * @param more what else is to be kept
     * @throws com.latticex.rosetta.error.StorageException if the file system does not take it
     */
    public static void saveShares(
            PrivateSession session, Path file, CheckpointKey key, Binding binding, CheckpointFile.Content more) {
        CheckpointFile.write(
                file,
                key,
                binding,
                out -> session.withState(state -> {
                    state.write(out);
                    more.writeTo(out);
                    return true;
                }));
    }

    /**
     * Takes all variables back as this party had them, of a file of {@link #saveShares}. Sends nothing; call it at all parties with files of one step,
     * in a session whose masks are fresh: of another epoch, or with other seeds.
     *
     * @param more takes back what else was kept
     * @throws ConfigurationException if the file is not the one wanted, was changed, or does not fit the graph
     */
    public static <T> T restoreShares(
            PrivateSession session, Path file, CheckpointKey key, Binding wanted, CheckpointFile.Reading<T> more) {
        return CheckpointFile.read(
                file,
                key,
                wanted,
                in -> session.withState(state -> {
                    state.read(in);
                    return more.from(in);
                }));
    }

    private static void run(PrivateSession session, Path prefix, String target) {
        try (TString file = TString.scalarOf(prefix.toString())) {
            session.runner().feed(FILE, file).addTarget(target).run().close();
        }
    }

    private static NodeDef strings(String name, List<String> values) {
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setDtype(DataType.DT_STRING)
                .setTensorShape(TensorShapeProto.newBuilder()
                        .addDim(TensorShapeProto.Dim.newBuilder().setSize(values.size())));
        values.forEach(v -> tensor.addStringVal(ByteString.copyFromUtf8(v)));
        return NodeDef.newBuilder()
                .setName(name)
                .setOp("Const")
                .putAttr("dtype", type(DataType.DT_STRING))
                .putAttr("value", AttrValue.newBuilder().setTensor(tensor).build())
                .build();
    }

    private static AttrValue type(DataType type) {
        return AttrValue.newBuilder().setType(type).build();
    }
}
