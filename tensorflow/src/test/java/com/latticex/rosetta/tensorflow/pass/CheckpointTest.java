package com.latticex.rosetta.tensorflow.pass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.latticex.rosetta.error.ConfigurationException;
import com.latticex.rosetta.party.Role;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.types.TString;

/** Plain checkpoints of private variables, at the parties that may see them and nowhere else. */
final class CheckpointTest {
    private static final GraphDef PLAIN = Graphs.resource("linreg_f64.pbtxt");
    private static final String SAVE = "save/control_dependency";
    private static final String RESTORE = "save/restore_all";

    private static Privacy revealing(Map<String, Set<Role>> reveals) {
        return new Privacy(List.of(PrivateInput.of("x", Role.P0), PrivateInput.of("y", Role.P1)), reveals);
    }

    private static NodeDef save(List<NodeDef> nodes) {
        return nodes.stream()
                .filter(n -> n.getName().equals("save/SaveV2"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void eachPartySavesWhatItMaySee() {
        SecureGraph secure = Graphs.secure(
                PLAIN, revealing(Map.of("w", Set.of(Role.P0, Role.P1), "b", Set.of(Role.P1))), "train", SAVE);
        List<NodeDef> p0 = new DynamicPass(secure, Role.P0).prepare(List.of(), List.of(SAVE));
        List<NodeDef> p1 = new DynamicPass(secure, Role.P1).prepare(List.of(), List.of(SAVE));
        List<NodeDef> p2 = new DynamicPass(secure, Role.P2).prepare(List.of(), List.of(SAVE));

        assertThat(save(p0).getAttrOrThrow("dtypes").getList().getTypeCount()).isEqualTo(1);
        assertThat(save(p1).getAttrOrThrow("dtypes").getList().getTypeCount()).isEqualTo(2);
        assertThat(save(p2).getOp()).isEqualTo("NoOp");
        assertThat(mpc(p0))
                .as("all parties run the same operations")
                .isEqualTo(mpc(p1))
                .isEqualTo(mpc(p2))
                .hasSize(2);
        NodeDef b = p0.stream()
                .filter(n -> n.getName().equals("save/SaveV2/reveal_b"))
                .findFirst()
                .orElseThrow();
        assertThat(MpcNode.attributes(b).text("receivers", "")).isEqualTo("1");
    }

    private static Set<String> mpc(List<NodeDef> nodes) {
        Set<String> mpc = new TreeSet<>();
        nodes.stream()
                .filter(n -> MpcNode.isMpc(n.getOp()))
                .forEach(n -> mpc.add(n.getName() + " " + n.getAttrMap().get("attributes")));
        return mpc;
    }

    @Test
    void whatNobodyMaySeeIsNotSaved() {
        SecureGraph secure = Graphs.secure(PLAIN, revealing(Map.of("w", Set.of(Role.P0))), "train", SAVE);
        DynamicPass dynamic = new DynamicPass(secure, Role.P0);
        assertThatThrownBy(() -> dynamic.prepare(List.of(), List.of(SAVE)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("save/SaveV2", "b is private and revealed to nobody");
        assertThat(dynamic.prepare(List.of(), List.of("train")))
                .as("the rest still runs")
                .isNotEmpty();
    }

    @Test
    void stockTensorFlowReadsItBackAndSoDoesTheSecureGraph(@TempDir Path folder) throws Exception {
        SecureGraph secure = Graphs.secure(
                PLAIN,
                revealing(Map.of("w", Set.of(Role.P0), "b", Set.of(Role.P0), "loss:0", Set.of(Role.P0))),
                "train",
                "init",
                SAVE,
                RESTORE,
                "loss:0");
        GraphDef clear = Graphs.clear(secure, List.of("loss:0"), List.of("train", "init", SAVE, RESTORE));
        String loss = secure.reveals().getOrDefault("loss:0", "");
        Random random = new Random(4);
        try (var x = Graphs.doubles(random, Shape.of(20, 10));
                var y = Graphs.doubles(random, Shape.of(20));
                var file = TString.scalarOf(folder.resolve("model").toString());
                Graph graph = new Graph();
                Graph stock = new Graph()) {
            graph.importGraphDef(clear);
            stock.importGraphDef(PLAIN);
            double[] trained;
            try (Session session = new Session(graph)) {
                session.runner().addTarget("init").run().close();
                session.runner()
                        .feed("x", x)
                        .feed("y", y)
                        .addTarget("train")
                        .run()
                        .close();
                session.runner().feed("save/Const", file).addTarget(SAVE).run().close();
                try (var result =
                        session.runner().feed("x", x).feed("y", y).fetch(loss).run()) {
                    trained = Graphs.numbers(result.get(0));
                }
            }
            assertThat(Files.exists(folder.resolve("model.index"))).isTrue();
            for (var reader : List.of(Map.entry(graph, loss), Map.entry(stock, "loss:0"))) {
                try (Session session = new Session(reader.getKey())) {
                    session.runner()
                            .feed("save/Const", file)
                            .addTarget(RESTORE)
                            .run()
                            .close();
                    try (var result = session.runner()
                            .feed("x", x)
                            .feed("y", y)
                            .fetch(reader.getValue())
                            .run()) {
                        assertThat(Graphs.numbers(result.get(0))[0])
                                .isCloseTo(trained[0], org.assertj.core.api.Assertions.within(1e-12));
                    }
                }
            }
        }
    }

    @Test
    void partiesWithoutTheFileFeedZerosOfTheVariablesShape() {
        SecureGraph secure =
                Graphs.secure(PLAIN, revealing(Map.of("w", Set.of(Role.P1), "b", Set.of(Role.P1))), "train", RESTORE);
        List<NodeDef> p0 = new DynamicPass(secure, Role.P0).prepare(List.of(), List.of(RESTORE));
        List<NodeDef> p1 = new DynamicPass(secure, Role.P1).prepare(List.of(), List.of(RESTORE));
        assertThat(p0).noneMatch(n -> n.getOp().equals("RestoreV2"));
        assertThat(p1).filteredOn(n -> n.getOp().equals("RestoreV2")).hasSize(1);
        assertThat(mpc(p0)).isEqualTo(mpc(p1)).hasSize(2).allMatch(n -> n.contains("owner=i:1"));
    }
}
