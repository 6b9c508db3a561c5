package com.latticex.rosetta.tensorflow.pass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.latticex.rosetta.error.ConfigurationException;
import com.latticex.rosetta.party.Role;
import com.latticex.rosetta.securenn.SecureNN;
import com.latticex.rosetta.tensor.FixedPoint;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.FunctionDefLibrary;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.VersionDef;

/** Everything that must not run is refused before anything runs, in one error that names the nodes. */
final class RefusalTest {
    private static final Privacy X =
            new Privacy(List.of(PrivateInput.of("x", Role.P0)), Map.of("out:0", Set.of(Role.P0)));

    private static Def sound() {
        return new Def().placeholder("x").constant("c", 1, 2).op("y", "AddV2", "x", "c");
    }

    static Stream<Arguments> unsound() {
        TensorProto.Builder short4 = TensorProto.newBuilder()
                .setDtype(DataType.DT_FLOAT)
                .setTensorShape(Def.shape(3))
                .setTensorContent(ByteString.copyFrom(new byte[8]));
        TensorProto.Builder bomb = TensorProto.newBuilder()
                .setDtype(DataType.DT_FLOAT)
                .setTensorShape(Def.shape(1L << 20, 1L << 20))
                .addFloatVal(1);
        TensorProto.Builder overfull = TensorProto.newBuilder()
                .setDtype(DataType.DT_FLOAT)
                .setTensorShape(Def.shape(1))
                .addFloatVal(1)
                .addFloatVal(2);
        return Stream.of(
                Arguments.of("no nodes", GraphDef.getDefaultInstance(), new String[] {"no nodes"}),
                Arguments.of("unknown op", sound().op("out", "AcmeScore", "y").build(), new String[] {
                    "out (AcmeScore)", "unknown op"
                }),
                Arguments.of(
                        "duplicate",
                        sound().placeholder("x").op("out", "Neg", "y").build(),
                        new String[] {"x (Placeholder)", "not unique"}),
                Arguments.of(
                        "dangling",
                        sound().op("out", "AddV2", "y", "nowhere")
                                .op("z", "Neg", "^ghost")
                                .build(),
                        new String[] {"out (AddV2)", "nowhere", "z (Neg)"}),
                Arguments.of(
                        "output index", sound().op("out", "Neg", "y:3").build(), new String[] {"out (Neg)", "y:3"}),
                Arguments.of(
                        "cycle",
                        sound().op("a", "AddV2", "y", "out")
                                .op("out", "Neg", "a")
                                .build(),
                        new String[] {"cycle", "a, out"}),
                Arguments.of(
                        "dtype",
                        sound().add(Def.node("out", "Relu", "y").putAttr("T", Def.type(DataType.DT_DOUBLE)))
                                .build(),
                        new String[] {"out (Relu)", "double", "float"}),
                Arguments.of(
                        "arity", sound().op("out", "Neg", "y", "y").build(), new String[] {"out (Neg)", "2 inputs"}),
                Arguments.of(
                        "short constant",
                        sound().constant("s", short4).op("out", "Neg", "y").build(),
                        new String[] {"s (Const)", "8 bytes"}),
                Arguments.of(
                        "overfull constant",
                        sound().constant("s", overfull).op("out", "Neg", "y").build(),
                        new String[] {"s (Const)", "2 values"}),
                Arguments.of(
                        "constant bomb",
                        sound().constant("s", bomb).op("out", "Neg", "y").build(),
                        new String[] {"s (Const)", "too large"}),
                Arguments.of(
                        "self-calling function",
                        sound().op("out", "Neg", "y").build().toBuilder()
                                .setLibrary(FunctionDefLibrary.newBuilder()
                                        .addFunction(FunctionDef.newBuilder()
                                                .setSignature(OpDef.newBuilder().setName("again"))
                                                .addNodeDef(Def.node("call", "again"))))
                                .build(),
                        new String[] {"function again calls itself"}),
                Arguments.of(
                        "shapes",
                        sound().constant("w", 1, 2, 3)
                                .op("w2", "AddV2", "c", "w")
                                .op("out", "AddV2", "y", "w2")
                                .build(),
                        new String[] {"TensorFlow refuses", "w2"}),
                Arguments.of(
                        "version",
                        sound().op("out", "Neg", "y").build().toBuilder()
                                .setVersions(VersionDef.newBuilder()
                                        .setProducer(999_999)
                                        .setMinConsumer(999_998))
                                .build(),
                        new String[] {"TensorFlow refuses", "min consumer version 999998"}),
                Arguments.of("no such tensor", sound().op("result", "Neg", "y").build(), new String[] {
                    "no such tensor", "out:0"
                }));
    }

    static Stream<Arguments> unfit() {
        return Stream.of(
                Arguments.of(
                        "strings",
                        sound().add(Def.node("s", "AsString", "y").putAttr("T", Def.type(DataType.DT_FLOAT)))
                                .add(Def.node("out", "StringToNumber", "s")
                                        .putAttr("out_type", Def.type(DataType.DT_FLOAT)))
                                .build(),
                        new String[] {"s (AsString)", "x -> y"}),
                Arguments.of(
                        "all are named",
                        sound().op("a", "Erf", "y")
                                .op("b", "Lgamma", "y")
                                .op("out", "AddV2", "a", "b")
                                .build(),
                        new String[] {"2 nodes", "a (Erf)", "b (Lgamma)"}),
                Arguments.of("protocol lacks it", sound().op("out", "Exp", "y").build(), new String[] {
                    "out (Exp)", "names-only has no operation Exp"
                }),
                Arguments.of(
                        "PyFunc",
                        sound().add(Def.node("out", "EagerPyFunc", "y")
                                        .putAttr("token", Def.text("f"))
                                        .putAttr("Tin", types(DataType.DT_FLOAT))
                                        .putAttr("Tout", types(DataType.DT_FLOAT)))
                                .build(),
                        new String[] {"out (EagerPyFunc)"}),
                Arguments.of(
                        "NaN",
                        sound().constant("w", 1, Float.NaN)
                                .op("out", "Mul", "y", "w")
                                .build(),
                        new String[] {"w (Const)", "NaN or infinite", "at out"}),
                Arguments.of(
                        "infinity, cast and moved",
                        sound().constant("w", Float.NEGATIVE_INFINITY)
                                .ints("s", 1)
                                .add(Def.node("r", "Reshape", "w", "s").putAttr("T", Def.type(DataType.DT_FLOAT)))
                                .op("n", "Neg", "r")
                                .op("out", "AddV2", "n", "y")
                                .build(),
                        new String[] {"w (Const)", "NaN or infinite"}),
                Arguments.of(
                        "1e30",
                        sound().constant("w", 1e30f).op("out", "Sub", "w", "y").build(),
                        new String[] {"w (Const)", "magnitude 1.00e+30"}),
                Arguments.of(
                        "unseeded",
                        sound().ints("shape", 2)
                                .add(Def.node("r", "RandomUniform", "shape")
                                        .putAttr("T", Def.type(DataType.DT_INT32))
                                        .putAttr("dtype", Def.type(DataType.DT_FLOAT)))
                                .op("out", "AddV2", "r", "y")
                                .build(),
                        new String[] {"r (RandomUniform)", "seed"}),
                Arguments.of(
                        "private branch",
                        sound().add(Def.node("zero", "Const")
                                        .putAttr("dtype", Def.type(DataType.DT_FLOAT))
                                        .putAttr(
                                                "value",
                                                AttrValue.newBuilder()
                                                        .setTensor(TensorProto.newBuilder()
                                                                .setDtype(DataType.DT_FLOAT)
                                                                .addFloatVal(0))
                                                        .build()))
                                .op("p", "Greater", "y", "zero")
                                .op("s", "Switch", "y", "p")
                                .op("out", "Neg", "s:1")
                                .build(),
                        new String[] {"s (Switch)", "private control flow"}),
                Arguments.of(
                        "private index",
                        sound().add(Def.node("i", "Cast", "x")
                                        .putAttr("SrcT", Def.type(DataType.DT_FLOAT))
                                        .putAttr("DstT", Def.type(DataType.DT_INT32)))
                                .op("out", "Neg", "y")
                                .op("t", "Reshape", "y", "i")
                                .op("u", "AddV2", "t", "t")
                                .build(),
                        new String[] {"i (Cast)", "t (Reshape)", "'shape'"}),
                Arguments.of(
                        "quotient of whole numbers",
                        sound().add(Def.node("i", "Placeholder").putAttr("dtype", Def.type(DataType.DT_INT32)))
                                .add(Def.node("j", "Cast", "y")
                                        .putAttr("SrcT", Def.type(DataType.DT_FLOAT))
                                        .putAttr("DstT", Def.type(DataType.DT_INT32)))
                                .add(Def.node("q", "Div", "j", "i").putAttr("T", Def.type(DataType.DT_INT32)))
                                .add(Def.node("out", "Cast", "q")
                                        .putAttr("SrcT", Def.type(DataType.DT_INT32))
                                        .putAttr("DstT", Def.type(DataType.DT_FLOAT)))
                                .build(),
                        new String[] {"j (Cast)", "q (Div)", "whole numbers"}));
    }

    private static AttrValue types(DataType... types) {
        return AttrValue.newBuilder()
                .setList(AttrValue.ListValue.newBuilder().addAllType(List.of(types)))
                .build();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"unsound", "unfit"})
    void isRefused(String what, GraphDef graph, String[] parts) {
        StaticPass pass = new StaticPass(new NamesOnly().without("Softplus"), FixedPoint.DEFAULT);
        Set<String> roots = what.equals("private index") ? Set.of("out:0", "u:0") : Set.of("out:0");
        assertThatThrownBy(() -> pass.apply(graph, X, roots))
                .isInstanceOf(ConfigurationException.class)
                .satisfies(e -> assertThat(e.getMessage()).contains(parts));
    }

    @Test
    void everythingThatCannotRunIsInOneMessage() {
        GraphDef graph = sound().add(Def.node("m", "Placeholder")
                        .putAttr("dtype", Def.type(DataType.DT_FLOAT))
                        .putAttr("shape", shape(2, 3)))
                .ints("axis", 5)
                .ints("axes", 0, -3)
                .add(reduction("sum", "Sum", "m", "axis"))
                .add(reduction("max", "Max", "m", "axes"))
                .add(Def.node("spectrum", "Cast", "y")
                        .putAttr("SrcT", Def.type(DataType.DT_FLOAT))
                        .putAttr("DstT", Def.type(DataType.DT_COMPLEX64)))
                .add(Def.node("again", "Conj", "spectrum").putAttr("T", Def.type(DataType.DT_COMPLEX64)))
                .add(Def.node("positive", "Greater", "sum", "max").putAttr("T", Def.type(DataType.DT_FLOAT)))
                .op("branch", "Switch", "y", "positive")
                .op("out", "Neg", "branch:1")
                .build();
        Privacy both = new Privacy(List.of(PrivateInput.of("x", Role.P0), PrivateInput.of("m", Role.P1)), Map.of());
        StaticPass pass = new StaticPass(new SecureNN(), FixedPoint.DEFAULT);
        assertThatThrownBy(() -> pass.apply(graph, both, Set.of("out:0", "again:0")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll(
                        "5 nodes stand in the way",
                        "sum (Sum): TensorFlow refuses it: Invalid reduction dimension",
                        "max (Max): TensorFlow refuses it: Invalid reduction dimension",
                        "spectrum (Cast): a private value cannot be rounded",
                        "again (Conj): a private value of type DT_COMPLEX64 cannot be shared",
                        "branch (Switch): a branch taken on a private value");
    }

    private static NodeDef.Builder reduction(String name, String op, String x, String axes) {
        return Def.node(name, op, x, axes)
                .putAttr("T", Def.type(DataType.DT_FLOAT))
                .putAttr("Tidx", Def.type(DataType.DT_INT32));
    }

    private static AttrValue shape(long... extents) {
        return AttrValue.newBuilder().setShape(Def.shape(extents)).build();
    }

    @Test
    void publicWorkMayHoldAnything() {
        GraphDef graph =
                sound().constant("nan", Float.NaN).op("out", "Erf", "nan").build();
        SecureGraph secure = Graphs.secure(graph, X, "out:0");
        assertThat(Graphs.mpcOps(secure.graph().getNodeList())).isEmpty();
        assertThat(secure.graph().getNodeList()).contains(Graphs.node(graph, "out"));
        assertThat(secure.reveals()).as("a public result needs no reveal").isEmpty();
    }

    @Test
    void shapesArePublic() {
        GraphDef graph = sound().op("shape", "Shape", "y")
                .add(Def.node("out", "Cast", "shape")
                        .putAttr("SrcT", Def.type(DataType.DT_INT32))
                        .putAttr("DstT", Def.type(DataType.DT_FLOAT)))
                .build();
        assertThat(Graphs.secure(graph, X, "out:0").reveals()).isEmpty();
    }

    @Test
    void whatNobodyAsksForIsNoObstacle() {
        GraphDef graph = sound().op("bad", "Erf", "y").op("out", "Neg", "y").build();
        SecureGraph cut = Graphs.secure(graph, X, "out:0");
        assertThat(Graphs.names(cut.graph().getNodeList())).doesNotContain("bad");

        SecureGraph whole = Graphs.secure(
                graph.toBuilder()
                        .addNode(Def.node("worse", "Neg", "bad").putAttr("T", Def.type(DataType.DT_FLOAT)))
                        .build(),
                X);
        assertThat(whole.refused()).containsOnlyKeys("bad", "worse");
        DynamicPass dynamic = new DynamicPass(whole, Role.P1);
        assertThat(dynamic.prepare(List.of("out:0"), List.of())).isEmpty();
        assertThatThrownBy(() -> dynamic.prepare(List.of("worse:0"), List.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("worse", "needs bad (Erf)", "x -> y");
    }

    @Test
    void privateInputMustBeAPlaceholder() {
        GraphDef graph = sound().op("out", "Neg", "y").build();
        Privacy wrong =
                new Privacy(List.of(PrivateInput.of("c", Role.P0), PrivateInput.of("ghost", Role.P0)), Map.of());
        assertThatThrownBy(() -> Graphs.secure(graph, wrong, "out:0"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("c (Const): not a placeholder", "ghost: the graph has no such node");
    }
}
