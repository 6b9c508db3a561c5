package com.latticex.rosetta.tensorflow.kernel;

import com.google.protobuf.ByteString;
import com.latticex.rosetta.error.ConfigurationException;
import com.latticex.rosetta.party.Attributes;
import com.latticex.rosetta.party.Invocation;
import com.latticex.rosetta.party.Operation;
import com.latticex.rosetta.party.Party;
import com.latticex.rosetta.party.Role;
import com.latticex.rosetta.tensor.Plain;
import com.latticex.rosetta.tensor.Secret;
import com.latticex.rosetta.tensor.Shape;
import com.latticex.rosetta.tensor.Value;
import com.latticex.rosetta.tensorflow.nativeapi.InputTensor;
import com.latticex.rosetta.tensorflow.nativeapi.Kernel;
import com.latticex.rosetta.tensorflow.nativeapi.KernelContext;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;

/** Runs one operation of the session's protocol for one node of its graph, on TensorFlow's memory. */
final class MpcKernel implements Kernel {
    /** Public operands above this size (axes are far below) do not decide whether an operation is local. */
    private static final long SMALL = 16;

    /** What the last call's operands looked like, and whether such operands need no message. */
    private record Locality(List<Operation.Operand> operands, boolean local) {
        boolean fits(List<Operation.Operand> others) {
            for (int i = 0; i < operands.size(); i++) {
                Plain mine = operands.get(i).plain();
                Plain other = others.get(i).plain();
                boolean equal =
                        mine == null || other == null ? mine == other : Arrays.equals(mine.values(), other.values());
                if (!equal || !operands.get(i).shape().equals(others.get(i).shape())) {
                    return false;
                }
            }
            return true;
        }
    }

    private final String node;
    private final String name;
    private final String tag;
    private final KernelSession session;
    private final Operation operation;
    private final List<Boolean> secret;
    private final Set<Role> plainKnownTo;
    private volatile @Nullable Locality locality;

    private MpcKernel(NodeDef node) {
        this.node = node.getName();
        name = node.getOp() + " '" + node.getName() + "'";
        tag = node.getAttrOrThrow(MpcOperations.TAG).getS().toStringUtf8();
        session = KernelSession.find(
                node.getAttrOrThrow(MpcOperations.SESSION).getS().toStringUtf8());
        secret = List.copyOf(node.getAttrOrThrow(MpcOperations.SECRET).getList().getBList());
        Attributes attributes =
                AttributeText.parse(node.getAttrOrThrow(MpcOperations.ATTRIBUTES).getList().getSList().stream()
                        .map(ByteString::toStringUtf8)
                        .toList());
        operation = session.protocol().operation(node.getOp().substring(MpcOperations.PREFIX.length()), attributes);
        // What an owner puts in is public nowhere: the others are not even shown what they fed in its place.
        long owner = attributes.integer("owner", -1);
        plainKnownTo = owner < 0 ? EnumSet.allOf(Role.class) : EnumSet.of(Role.of(Math.toIntExact(owner)));
        int operands = node.getAttrOrThrow("Tin").getList().getTypeCount();
        if (secret.size() != operands) {
            throw new ConfigurationException(
                    "attribute secret has " + secret.size() + " entries for " + operands + " operands");
        }
        session.claim(tag, node.getName());
    }

    static Kernel of(NodeDef node) {
        return new MpcKernel(node);
    }

    /** An operation without messages never blocks; it saves the way to another thread. */
    @Override
    public boolean runsAtOnce(KernelContext call) {
        List<Operation.Operand> operands = new ArrayList<>(secret.size());
        for (int i = 0; i < secret.size(); i++) {
            try (InputTensor tensor = call.input(i)) {
                boolean read = !secret.get(i)
                        && plainKnownTo.size() == Role.values().length
                        && tensor.shape().size() <= SMALL;
                operands.add(new Operation.Operand(tensor.shape(), secret.get(i), read ? plain(tensor) : null));
            }
        }
        Locality known = locality;
        if (known == null || !known.fits(operands)) {
            known = new Locality(operands, isLocal(operands));
            locality = known;
        }
        return known.local;
    }

    private boolean isLocal(List<Operation.Operand> operands) {
        try {
            return operation.cost(operands).rounds() == 0;
        } catch (RuntimeException e) {
            // Operands that do not fit, or a cost that depends on values not looked at: the run itself will tell.
            return false;
        }
    }

    @Override
    public void compute(KernelContext call) {
        RuntimeException earlier = session.failure();
        if (earlier != null) {
            throw earlier;
        }
        try {
            run(call);
        } catch (Throwable t) {
            throw session.fail(name, t);
        }
    }

    private void run(KernelContext call) {
        try (Resources open = new Resources()) {
            List<Value> operands = new ArrayList<>(secret.size());
            for (int i = 0; i < secret.size(); i++) {
                InputTensor tensor = open.add(call.input(i));
                operands.add(secret.get(i) ? open.add(share(i, tensor)) : plain(tensor));
            }
            try (Invocation invocation = session.invoke(tag, call.frame(), call.iteration())) {
                List<Value> results = operation.apply(invocation, operands);
                for (Value result : results) {
                    if (result instanceof Secret share) {
                        open.add(share);
                    }
                }
                session.spent(node, invocation.rounds());
                write(call, results);
            }
        }
    }

    private Secret share(int index, InputTensor tensor) {
        if (tensor.type() != DataType.DT_INT64) {
            throw new ConfigurationException("operand " + index + " is " + tensor
                    + ", not a share; the static pass must run before the graph does");
        }
        Party party = session.party();
        return party.role().isHelper()
                ? Secret.absent(tensor.shape())
                : Secret.wrap(party.backend(), tensor.shape(), tensor.data());
    }

    private Plain plain(InputTensor tensor) {
        return plainKnownTo.contains(session.party().role())
                ? Plain.known(tensor.shape(), plainKnownTo, PlainTensors.read(tensor.type(), tensor.data()))
                : Plain.unknown(tensor.shape(), plainKnownTo);
    }

    private void write(KernelContext call, List<Value> results) {
        if (results.size() != call.outputs()) {
            throw new ConfigurationException(
                    "the operation has " + results.size() + " results, the node " + call.outputs());
        }
        for (int i = 0; i < results.size(); i++) {
            Shape shape = results.get(i).shape();
            DataType type = call.outputType(i);
            switch (results.get(i)) {
                case Secret share -> {
                    if (type != DataType.DT_INT64) {
                        throw new ConfigurationException("result " + i + " is a share, but declared as " + type
                                + "; the static pass must run before the graph does");
                    }
                    MemorySegment data = call.allocate(i, type, shape, shape.size() * Long.BYTES);
                    share.copyTo(session.party().backend(), data);
                }
                case Plain plain -> {
                    long bytes = shape.size() * PlainTensors.bytesOf(type);
                    PlainTensors.write(plain, type, call.allocate(i, type, shape, bytes));
                }
            }
        }
    }
}
