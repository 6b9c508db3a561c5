package com.latticex.rosetta.backend.cuda;

import com.latticex.rosetta.backend.cuda.Kernels.Kernel;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Operands split into byte planes for the tensor cores, kept while the operand does not change: weights and training data
 * meet many partners. Bounded; the least recently used goes first. Used inside the queue's lock only.
 */
final class BytePlanes {
    static final int SIDE = 64;
    static final int DEPTH = 32;
    static final int TILE_BYTES = 8 * SIDE * DEPTH;

    /**
     * What was split, and how.
     *
     * @param rows rows of x, or columns of y
     * @param kInner k is the inner axis of the stored matrix
     */
    record Operand(DeviceMemory memory, long offset, long count, long rows, long k, boolean kInner) {
        long tiles() {
            return Math.multiplyExact(count, tilesOf(rows, SIDE) * tilesOf(k, DEPTH));
        }

        long bytes() {
            return Math.multiplyExact(tiles(), TILE_BYTES);
        }

        @Override
        public String toString() {
            return "Operand(" + count + " x " + rows + " x " + k + ")";
        }
    }

    private record Kept(MemoryPool.Block block, long version) {}

    private final Kernels kernels;
    private final MemoryPool pool;
    private final long budget;
    private final LinkedHashMap<Operand, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);
    private long keptBytes;

    BytePlanes(Kernels kernels, MemoryPool pool, long budget) {
        this.kernels = kernels;
        this.pool = pool;
        this.budget = budget;
    }

    /** Planes of the operand's present content, which the caller gives back; nothing if memory is short. */
    MemoryPool.@Nullable Block planes(Operand operand) {
        Kept found = kept.get(operand);
        if (found != null && found.version() == operand.memory().version()) {
            return found.block();
        }
        if (found != null) {
            drop(operand, found);
            kept.remove(operand);
        }
        MemoryPool.Block block = pool.poll(operand.bytes());
        if (block == null) {
            return null;
        }
        try {
            split(operand, block);
        } catch (RuntimeException e) {
            pool.giveBack(block);
            throw e;
        }
        if (operand.bytes() <= budget) {
            kept.put(operand, new Kept(block, operand.memory().version()));
            keptBytes += block.bytes();
        }
        return block;
    }

    /** The block stays valid for kernels already in the queue. */
    void release(Operand operand, MemoryPool.Block block) {
        Kept found = kept.get(operand);
        if (found == null || !found.block().equals(block)) {
            pool.giveBack(block);
        }
        Iterator<Map.Entry<Operand, Kept>> eldest = kept.entrySet().iterator();
        while (keptBytes > budget && eldest.hasNext()) {
            Map.Entry<Operand, Kept> entry = eldest.next();
            drop(entry.getKey(), entry.getValue());
            eldest.remove();
        }
    }

    /** The buffer is closed: nothing derived from it stays. */
    void forget(DeviceMemory memory) {
        kept.entrySet().removeIf(entry -> {
            boolean derived = entry.getKey().memory() == memory;
            if (derived) {
                drop(entry.getKey(), entry.getValue());
            }
            return derived;
        });
    }

    /** Gives all of them back; none may be in the hands of a caller. */
    void clear() {
        kept.forEach(this::drop);
        kept.clear();
    }

    private void drop(Operand operand, Kept old) {
        assert operand.bytes() <= old.block().bytes();
        keptBytes -= old.block().bytes();
        pool.giveBack(old.block());
    }

    private void split(Operand operand, MemoryPool.Block block) {
        kernels.with()
                .word(operand.count())
                .word(operand.rows())
                .word(operand.k())
                .word(operand.rows() * operand.k())
                .flag(operand.kInner())
                .word(operand.memory().address(operand.offset()))
                .word(block.address().value())
                .launchThreads(Kernel.SPLIT_BYTES, operand.tiles() * 256);
    }

    static long tilesOf(long extent, long tile) {
        return (extent + tile - 1) / tile;
    }
}
