package com.latticex.rosetta.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.latticex.rosetta.backend.cpu.MemoryPool.Block;
import com.latticex.rosetta.error.DeviceException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class MemoryPoolTest {
    private static final long LIMIT = 8L << 20;

    @Test
    void givesAlignedBlocksThatDoNotOverlap() {
        try (MemoryPool pool = new MemoryPool(LIMIT)) {
            SplittableRandom random = new SplittableRandom(1);
            record Given(Block block, long bytes) {}
            List<Given> given = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                long bytes = random.nextLong(0, 12_000);
                given.add(new Given(pool.allocate(bytes), bytes));
            }
            given.sort((p, q) -> Long.compare(p.block().address(pool), q.block().address(pool)));
            for (int i = 0; i < given.size(); i++) {
                long address = given.get(i).block().address(pool);
                assertThat(address % 64).isZero();
                if (i > 0) {
                    Given before = given.get(i - 1);
                    assertThat(address).isGreaterThanOrEqualTo(before.block().address(pool) + before.bytes());
                }
            }
        }
    }

    @Test
    void reusesClosedBlocksOfTheSameClass() {
        try (MemoryPool pool = new MemoryPool(LIMIT)) {
            Block first = pool.allocate(1000);
            long address = first.address(pool);
            first.close();
            assertThat(pool.allocate(1001).address(pool)).isEqualTo(address);
            assertThat(pool.open()).isEqualTo(1);
        }
    }

    @Test
    void givesBackLargeBlocksRatherThanFail() {
        try (MemoryPool pool = new MemoryPool(LIMIT)) {
            for (long bytes = 1 << 20; bytes < LIMIT; bytes += 300_000) {
                pool.allocate(bytes).close();
            }
        }
    }

    @Test
    void refusesWhatExceedsItsLimit() {
        try (MemoryPool pool = new MemoryPool(LIMIT)) {
            Block half = pool.allocate(LIMIT / 2);
            pool.allocate(LIMIT / 4);
            assertThatThrownBy(() -> pool.allocate(LIMIT / 2))
                    .isInstanceOf(DeviceException.class)
                    .hasMessageContaining("-Xmx");
            half.close();
            assertThat(pool.allocate(LIMIT / 2 + 1000).address(pool)).isNotZero();
        }
    }

    @Test
    @Timeout(30)
    void closingWaitsForRunningKernels() throws InterruptedException {
        MemoryPool pool = new MemoryPool(LIMIT);
        Block block = pool.allocate(LIMIT / 2);
        long stamp = pool.enter();
        long address = block.address(pool);
        Thread closer = Thread.ofVirtual().start(pool::close);
        while (closer.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        Memory.word(address, 7);
        assertThat(Memory.word(address)).isEqualTo(7);
        pool.exit(stamp);
        closer.join();
        assertThatThrownBy(() -> block.address(pool)).isInstanceOf(DeviceException.class);
    }
}
