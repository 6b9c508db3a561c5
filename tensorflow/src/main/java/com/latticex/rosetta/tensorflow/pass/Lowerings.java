package com.latticex.rosetta.tensorflow.pass;

import com.latticex.rosetta.party.Protocol;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.DataType;

/**
 * The table: op type to the way it is carried out when an operand is private. What is not here has no private form.
 *
 * <p>Operands of a protocol operation are the TensorFlow op's, in TensorFlow's order.
 */
final class Lowerings {
    /** Ops that write their second operand to the variable that is their first. */
    static final Set<String> ASSIGNMENTS = Set.of("Assign", "AssignVariableOp");

    /** Operations of the protocol that take no public operand. */
    private static final Set<String> SECRETS_ONLY = Set.of("ReluGrad", "SigmoidGrad", "TanhGrad");

    private static final Set<String> BRANCHES =
            Set.of("If", "StatelessIf", "While", "StatelessWhile", "Case", "StatelessCase");

    private final Protocol protocol;
    private final Map<String, Lowering> table = new HashMap<>();

    Lowerings(Protocol protocol) {
        this.protocol = protocol;

        // Only the shape is looked at.
        all(new ShapeOnly(), "Shape", "ShapeN", "Size", "Rank");
        add("ZerosLike", new Like(0));
        add("OnesLike", new Like(1));

        // Elements move.
        Move move = new Move();
        all(move, "Identity", "IdentityN", "Snapshot", "DeepCopy", "StopGradient", "PreventGradient", "EnsureShape");
        all(move, "Reshape", "Squeeze", "ExpandDims", "Transpose", "BroadcastTo", "Tile", "Fill");
        all(
                move,
                "Slice",
                "StridedSlice",
                "StridedSliceGrad",
                "Split",
                "SplitV",
                "Unpack",
                "Pack",
                "Concat",
                "ConcatV2");
        all(move, "Gather", "GatherV2", "GatherNd", "ScatterNd", "DynamicStitch", "DynamicPartition");
        all(move, "Pad", "PadV2", "MirrorPad", "MirrorPadGrad", "Reverse", "ReverseV2", "Roll");
        all(
                move,
                "MatrixDiag",
                "MatrixDiagV3",
                "MatrixDiagPart",
                "MatrixDiagPartV3",
                "MatrixBandPart",
                "Diag",
                "DiagPart");
        all(move, "SpaceToBatch", "SpaceToBatchND", "BatchToSpace", "BatchToSpaceND", "SpaceToDepth", "DepthToSpace");
        all(move, "Switch", "RefSwitch", "Merge", "RefMerge", "Enter", "RefEnter", "Exit", "RefExit");
        all(move, "NextIteration", "RefNextIteration");

        // Linear with integer coefficients.
        all(move, "AddN", "Neg", "Sum", "Cumsum", "BiasAdd", "BiasAddGrad");
        all(move, "SegmentSum", "UnsortedSegmentSum");
        all(new Linear(mpc("Add")), "Add", "AddV2");
        add("Sub", new Linear(mpc("Sub")));
        add("Cast", new Casting(mpc("FromBit"), mpc("NotEqual")));

        // Variables.
        all(new Variables.Declaration(), "VariableV2", "Variable", "VarHandleOp", "TemporaryVariable");
        add("ReadVariableOp", new Variables.Access(false));
        all(new Variables.Access(true), "Assign", "AssignAdd", "AssignSub");
        all(new Variables.Access(true), "AssignVariableOp", "AssignAddVariableOp", "AssignSubVariableOp");
        all(new Variables.Question(), "VarIsInitializedOp", "IsVariableInitialized");
        all(
                new Deferred.Update(mpc("ApplyGradientDescent"), 2),
                "ApplyGradientDescent",
                "ResourceApplyGradientDescent");
        all(new Deferred.Checkpoint(), "SaveV2", "RestoreV2");

        // Products.
        add("Mul", mpc("Mul"));
        add("Square", mpc("Square"));
        add("SquaredDifference", new SquaredDifference(protocol));
        add("MatMul", mpc("MatMul").with(Map.of("transpose_a", "transpose_a", "transpose_b", "transpose_b")));
        // Under these names the operation's gradient knows that there may be leading axes.
        all(
                mpc("MatMul").with(Map.of("adj_x", "adj_x", "adj_y", "adj_y")),
                "BatchMatMul",
                "BatchMatMulV2",
                "BatchMatMulV3");
        add("Mean", mpc("Mean").with(Map.of("keep_dims", "keep_dims")).publicFrom(1));
        all(new Quotient(mpc("Div")), "RealDiv", "Div");

        // Comparisons and choices.
        for (String comparison : new String[] {"Equal", "NotEqual", "Less", "LessEqual", "Greater", "GreaterEqual"}) {
            add(comparison, mpc(comparison).with(Lowerings::ofBits));
        }
        add("LogicalAnd", mpc("LogicalAnd"));
        add("LogicalOr", mpc("LogicalOr"));
        add("LogicalNot", mpc("LogicalNot"));
        all(new Selecting(mpc("Select")), "Select", "SelectV2");
        same("Maximum", "Minimum");
        add("Max", mpc("Max").with(Map.of("keep_dims", "keep_dims")).publicFrom(1));
        add("Min", mpc("Min").with(Map.of("keep_dims", "keep_dims")).publicFrom(1));

        // Functions of one number, and their gradients in TensorFlow's own forms.
        same("Relu", "Relu6", "Sigmoid", "Tanh", "Softplus", "Exp", "Log", "Log1p", "Sqrt", "Rsqrt", "Abs", "Sign");
        same("ReluGrad", "Relu6Grad", "SigmoidGrad", "TanhGrad", "SoftplusGrad", "SqrtGrad", "RsqrtGrad");
        all(mpc("Reciprocal"), "Reciprocal", "Inv");
        all(mpc("ReciprocalGrad"), "ReciprocalGrad", "InvGrad");
        add("Pow", mpc("Pow"));
        add("Softmax", mpc("Softmax"));
        add("LogSoftmax", mpc("LogSoftmax"));
    }

    @Nullable
    Lowering find(String op) {
        return MpcNode.isMpc(op) ? new MpcAgain(mpc(MpcNode.operation(op))) : table.get(op);
    }

    /** Ops that TensorFlow's own kernels carry out on shares. */
    Set<String> moves() {
        return table.entrySet().stream()
                .filter(e -> e.getValue() instanceof Move)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    Protocol protocol() {
        return protocol;
    }

    /** Why an op that is not in the table is not. */
    String absence(Node node) {
        if (BRANCHES.contains(node.type())) {
            return "a branch taken on a private value, or over private values, would reveal it (private control flow)";
        }
        if (node.type().endsWith("PartitionedCall")) {
            return "a function called on private values; inline it first";
        }
        return node.op().getIsStateful()
                ? "the op has side effects or state and would expose private values"
                : "the op has no private form";
    }

    private MpcCall mpc(String operation) {
        return new MpcCall(protocol, operation, SECRETS_ONLY.contains(operation));
    }

    /** Bits are shared without fraction bits, and public ones meet them so. */
    private static Map<String, Object> ofBits(Node node) {
        return Map.of("integer", node.in().get(0).type() == DataType.DT_BOOL);
    }

    /** Ops that the protocol has under TensorFlow's name. */
    private void same(String... ops) {
        for (String op : ops) {
            add(op, mpc(op));
        }
    }

    private void add(String op, Lowering lowering) {
        table.put(op, lowering);
    }

    private void all(Lowering lowering, String... ops) {
        for (String op : ops) {
            table.put(op, lowering);
        }
    }
}
