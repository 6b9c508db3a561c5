package com.latticex.rosetta.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.proto.NodeDef;

class CriticalPathTest {
    private static NodeDef node(String name, String... inputs) {
        return NodeDef.newBuilder().setName(name).addAllInput(List.of(inputs)).build();
    }

    @Test
    void chainsAddUpAndBranchesOverlap() {
        CriticalPath path = new CriticalPath();
        path.add(List.of(node("z", "b:1", "c"), node("b", "a"), node("c", "^a"), node("a")));
        assertThat(path.length(Map.of("a", 1, "b", 2, "c", 5, "z", 1))).isEqualTo(7);
        assertThat(path.length(Map.of("b", 2))).isEqualTo(2);
        path.add(List.of(node("y", "z")));
        assertThat(path.length(Map.of("a", 1, "b", 2, "y", 3))).isEqualTo(6);
    }

    @Test
    void loopsEnd() {
        CriticalPath path = new CriticalPath();
        path.add(List.of(node("merge", "enter", "next"), node("body", "merge"), node("next", "body"), node("enter")));
        assertThat(path.length(Map.of("enter", 1, "body", 4))).isBetween(4, 5);
    }
}
