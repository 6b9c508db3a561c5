package com.latticex.rosetta.tensorflow.pass;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.bytedeco.javacpp.BytePointer;
import org.junit.jupiter.api.Test;
import org.tensorflow.internal.c_api.TF_Buffer;
import org.tensorflow.internal.c_api.TF_Status;
import org.tensorflow.internal.c_api.global.tensorflow;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.KernelDef;
import org.tensorflow.proto.KernelDef.AttrConstraint;
import org.tensorflow.proto.KernelList;

/** What stays TensorFlow's own on shares has a kernel for 64-bit integers on the CPU (DEFAULT: on every device). */
final class IntegerKernelsTest {
    @Test
    void everyMoveRunsOnShares() throws Exception {
        Set<String> ops = new TreeSet<>(new Lowerings(new NamesOnly()).moves());
        ops.addAll(
                List.of("Add", "AddV2", "Sub", "Select", "SelectV2", "DeepCopy", "ReadVariableOp", "AssignVariableOp"));
        ops.addAll(List.of("VarHandleOp", "VariableV2", "Assign", "AssignAdd", "AssignSub", "AssignAddVariableOp"));
        Set<String> missing = new TreeSet<>();
        for (String op : ops) {
            if (kernels(op).stream().noneMatch(IntegerKernelsTest::takesShares)) {
                missing.add(op);
            }
        }
        assertThat(ops).hasSizeGreaterThan(60);
        assertThat(missing).isEmpty();
    }

    private static boolean takesShares(KernelDef kernel) {
        Set<String> sizes = Set.of(
                "Tidx",
                "Tindices",
                "Tshape",
                "Tdim",
                "Tmultiples",
                "Tpaddings",
                "Tperm",
                "Taxis",
                "Index",
                "Tlen",
                "Tcrops",
                "Tblock_shape",
                "Tnumsegments",
                "Tshift",
                "index_type");
        return Set.of("CPU", "DEFAULT").contains(kernel.getDeviceType())
                && kernel.getConstraintList().stream()
                        .filter(c -> !sizes.contains(c.getName()))
                        .allMatch(IntegerKernelsTest::allowsShares);
    }

    private static boolean allowsShares(AttrConstraint constraint) {
        List<DataType> allowed = constraint.getAllowedValues().getList().getTypeList();
        return allowed.isEmpty() || allowed.contains(DataType.DT_INT64);
    }

    private static List<KernelDef> kernels(String op) throws Exception {
        TF_Status status = tensorflow.TF_NewStatus();
        TF_Buffer buffer = tensorflow.TF_GetRegisteredKernelsForOp(op, status);
        try {
            byte[] bytes = new byte[Math.toIntExact(buffer.length())];
            if (bytes.length > 0) {
                new BytePointer(buffer.data()).get(bytes);
            }
            return KernelList.parseFrom(bytes).getKernelList();
        } finally {
            tensorflow.TF_DeleteBuffer(buffer);
            status.close();
        }
    }
}
