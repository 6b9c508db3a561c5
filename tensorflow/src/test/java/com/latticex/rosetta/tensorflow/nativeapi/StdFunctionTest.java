package com.latticex.rosetta.tensorflow.nativeapi;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.latticex.rosetta.error.ConfigurationException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class StdFunctionTest {
    @Test
    void thisBuildOfTensorFlowPassesTheSelfTest() {
        assertThatCode(NativeRuntime::start).doesNotThrowAnyException();
    }

    @Test
    void otherLayoutsAreRefusedBeforeAnythingIsCalled() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment function = arena.allocate(StdFunction.BYTES, 16);
            assertThatThrownBy(() -> StdFunction.checkLayout(function)).isInstanceOf(ConfigurationException.class);
            // Code, but not TensorFlow's.
            MemorySegment foreign = KernelLibrary.LINKER.defaultLookup().findOrThrow("abs");
            function.set(ADDRESS, 16, foreign);
            function.set(ADDRESS, 24, foreign);
            assertThatThrownBy(() -> StdFunction.checkLayout(function))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("libstdc++");
        }
    }

    @Test
    void movingEmptiesTheSource() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment source = arena.allocate(StdFunction.BYTES, 16);
            MemorySegment target = arena.allocate(StdFunction.BYTES, 16);
            for (int i = 0; i < 4; i++) {
                source.set(ADDRESS, 8L * i, MemorySegment.ofAddress(i + 1));
            }
            StdFunction.move(source, target);
            assertThat(source.get(ADDRESS, 16).address()).isZero();
            assertThat(source.get(ADDRESS, 24).address()).isZero();
            assertThat(target.get(ADDRESS, 24).address()).isEqualTo(4);
            // An empty function is destroyed without a call.
            StdFunction.destroy(source);
        }
    }
}
