package com.latticex.rosetta.tensorflow.pass;

import com.latticex.rosetta.tensorflow.nativeapi.RegisteredOps;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.OpDef;
import org.tensorflow.proto.OpDef.ArgDef;
import org.tensorflow.proto.OpDef.AttrDef;

/** The definitions of all ops: those of the TensorFlow in this process, and the one that all Mpc ops share. */
final class OpSet {
    private OpSet() {}

    static @Nullable OpDef find(String op) {
        return MpcNode.isMpc(op) ? mpc(op) : RegisteredOps.find(op).orElse(null);
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
