package com.latticex.rosetta.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryPoolTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 256, 257, 1000, 4096, 4097, 65_537, 1_000_001, (64L << 20) + 1, 3_000_000_001L, 1L << 40})
    void sizeClassesWasteAtMostAnEighth(long bytes) {
        long size = MemoryPool.sizeClass(bytes);
        assertThat(size)
                .isGreaterThanOrEqualTo(bytes)
                .isLessThanOrEqualTo(Math.max(bytes + 255, bytes + bytes / 8 + 1));
        assertThat(size % 256).isZero();
        assertThat(MemoryPool.sizeClass(size)).isEqualTo(size);
    }
}
