package com.latticex.rosetta.tensorflow.pass;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tensorflow.TensorFlow;
import org.tensorflow.proto.OpDef;
import org.tensorflow.proto.OpDef.ArgDef;
import org.tensorflow.proto.OpDef.AttrDef;

/** The definitions of all ops: those of the TensorFlow in this process, and the one that all Mpc ops share. */
final class OpSet {
    private static final class Holder {
        static final OpSet TENSORFLOW = new OpSet();
    }

    private final Map<String, OpDef> definitions = new HashMap<>();

    private OpSet() {
        for (OpDef op : TensorFlow.registeredOpList().getOpList()) {
            definitions.put(op.getName(), op);
        }
    }

    static OpSet tensorflow() {
        return Holder.TENSORFLOW;
    }

    @Nullable
    OpDef find(String op) {
        return MpcNode.isMpc(op) ? mpc(op) : definitions.get(op);
    }

    private static OpDef mpc(String op) {
        return OpDef.newBuilder()
                .setName(op)
                .addInputArg(ArgDef.newBuilder().setName("operands").setTypeListAttr("Tin"))
                .addOutputArg(ArgDef.newBuilder().setName("results").setTypeListAttr("Tout"))
                .addAttr(AttrDef.newBuilder().setName("Tin").setType("list(type)"))
                .addAttr(AttrDef.newBuilder().setName("Tout").setType("list(type)"))
                .setIsStateful(true)
                .build();
    }
}
