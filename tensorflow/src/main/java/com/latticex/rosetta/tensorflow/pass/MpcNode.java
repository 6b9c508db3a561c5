package com.latticex.rosetta.tensorflow.pass;

import com.google.protobuf.ByteString;
import com.latticex.rosetta.party.Attributes;
import com.latticex.rosetta.party.Role;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.AttrValue.ListValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;

/**
 * The one form all Mpc ops have: {@code operands: Tin -> results: Tout} with the attributes {@code secret} (one for each
 * operand), {@code tag} (the operation's name within a session, the same at all parties), {@code session} (filled in by
 * the private session) and {@code attributes}, a list of {@code name=b:true}, {@code name=i:5}, {@code name=f:1e-6},
 * {@code name=s:text}.
 */
final class MpcNode {
    static final String PREFIX = "Mpc";

    private MpcNode() {}

    static boolean isMpc(String op) {
        return op.startsWith(PREFIX);
    }

    /** Name of the protocol's operation. */
    static String operation(String op) {
        return op.substring(PREFIX.length());
    }

    /** @param operands data inputs, then control inputs, as a NodeDef writes them */
    static NodeDef of(
            String name,
            String operation,
            List<String> operands,
            List<DataType> in,
            List<Boolean> secret,
            List<DataType> out,
            Map<String, Object> attributes) {
        ListValue.Builder encoded = ListValue.newBuilder();
        new TreeMap<>(attributes).forEach((k, v) -> encoded.addS(ByteString.copyFromUtf8(encode(k, v))));
        return NodeDef.newBuilder()
                .setName(name)
                .setOp(PREFIX + operation)
                .addAllInput(operands)
                .putAttr("Tin", list(ListValue.newBuilder().addAllType(in)))
                .putAttr("Tout", list(ListValue.newBuilder().addAllType(out)))
                .putAttr("secret", list(ListValue.newBuilder().addAllB(secret)))
                .putAttr("tag", text(name))
                .putAttr("session", text(""))
                .putAttr("attributes", list(encoded))
                .build();
    }

    static List<Boolean> secret(NodeDef node) {
        return node.getAttrOrThrow("secret").getList().getBList();
    }

    static Attributes attributes(NodeDef node) {
        Map<String, Object> values = new HashMap<>();
        for (ByteString entry : node.getAttrOrThrow("attributes").getList().getSList()) {
            String line = entry.toStringUtf8();
            int equals = line.indexOf('=');
            String value = line.substring(equals + 3);
            values.put(
                    line.substring(0, equals),
                    switch (line.charAt(equals + 1)) {
                        case 'b' -> Boolean.valueOf(value);
                        case 'i' -> Long.valueOf(value);
                        case 'f' -> Double.valueOf(value);
                        case 's' -> value;
                        default -> throw new IllegalArgumentException("attribute " + line);
                    });
        }
        return new Attributes(values);
    }

    private static String encode(String name, Object value) {
        return name + "="
                + switch (value) {
                    case Boolean b -> "b:" + b;
                    case Long i -> "i:" + i;
                    case Integer i -> "i:" + i;
                    case Double d -> "f:" + d;
                    case String s -> "s:" + s;
                    default -> throw new IllegalArgumentException(name + " of " + value.getClass());
                };
    }

    private static AttrValue list(ListValue.Builder list) {
        return AttrValue.newBuilder().setList(list).build();
    }

    private static AttrValue text(String text) {
        return AttrValue.newBuilder().setS(ByteString.copyFromUtf8(text)).build();
    }

    /** Attributes of Reveal. Bits are shared as whole numbers, without fraction bits. */
    static Map<String, Object> receivers(Set<Role> receivers, DataType type) {
        Map<String, Object> attributes = scale(type);
        attributes.put(
                "receivers",
                receivers.stream().sorted().map(r -> String.valueOf(r.index())).collect(Collectors.joining(",")));
        return attributes;
    }

    /** Attributes of Input. */
    static Map<String, Object> owner(Role owner, DataType type) {
        Map<String, Object> attributes = scale(type);
        attributes.put("owner", (long) owner.index());
        return attributes;
    }

    /** Attributes of Share. */
    static Map<String, Object> scale(DataType type) {
        return new HashMap<>(type == DataType.DT_BOOL ? Map.of("integer", true) : Map.of());
    }
}
