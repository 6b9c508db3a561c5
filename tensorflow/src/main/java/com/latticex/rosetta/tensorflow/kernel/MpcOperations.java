package com.latticex.rosetta.tensorflow.kernel;

import com.latticex.rosetta.party.Protocol;
import com.latticex.rosetta.tensorflow.nativeapi.NativeRuntime;
import com.latticex.rosetta.tensorflow.nativeapi.OpDefinition;
import java.util.List;

/**
 * The TensorFlow operations of a protocol: one for each of its operations, named {@code Mpc} and the operation's name, all with one
 * definition.
 *
 * <pre>
 * inputs      operands: Tin     secret ones are shares (DT_INT64), public ones have their plain type
 * outputs     results: Tout     shares, or plain values where the operation reveals
 * secret      list(bool)        for each operand whether it is shared
 * tag         string            the operation's name towards the other parties, unique in the session
 * session     string            the {@link KernelSession} to run in, written when the graph is imported
 * attributes  list(string)      settings of the protocol's operation, see {@link AttributeText}
 * </pre>
 *
 * While gradients are built, the same operations stand in graphs on plain types; such a graph cannot be run.
 */
public final class MpcOperations {
    public static final String PREFIX = "Mpc";
    public static final String SECRET = "secret";
    public static final String TAG = "tag";
    public static final String SESSION = "session";
    public static final String ATTRIBUTES = "attributes";

    private MpcOperations() {}

    /** The TensorFlow operation of a protocol's operation. */
    public static String type(String operation) {
        return PREFIX + operation;
    }

    /** Adds a protocol's operations to this process's TensorFlow; those already there stay as they are. */
    public static void register(Protocol protocol) {
        NativeRuntime.register(
                protocol.operations().stream()
                        .sorted()
                        .map(MpcOperations::definition)
                        .toList(),
                MpcKernel::of);
    }

    /** The definition for a protocol's operation. */
    public static OpDefinition definition(String operation) {
        return new OpDefinition(
                type(operation),
                List.of("operands: Tin"),
                List.of("results: Tout"),
                List.of(
                        "Tin: list(type) >= 0",
                        "Tout: list(type) >= 1",
                        SECRET + ": list(bool) >= 0",
                        TAG + ": string",
                        SESSION + ": string = ''",
                        ATTRIBUTES + ": list(string) >= 0 = []"));
    }
}
