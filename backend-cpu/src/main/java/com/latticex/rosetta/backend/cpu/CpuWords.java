package com.latticex.rosetta.backend.cpu;

import com.latticex.rosetta.backend.Arguments;
import com.latticex.rosetta.backend.Words;

/** Words in a block of the pool, or a view of some. */
final class CpuWords implements Words {
    private final MemoryPool.Block block;
    private final long offset;
    private final long size;
    private final boolean view;

    CpuWords(MemoryPool.Block block, long size) {
        this(block, 0, size, false);
    }

    private CpuWords(MemoryPool.Block block, long offset, long size, boolean view) {
        this.block = block;
        this.offset = offset;
        this.size = size;
        this.view = view;
    }

    /** The address for a kernel of that pool's backend; see {@link MemoryPool.Block#address}. */
    long address(MemoryPool pool) {
        return block.address(pool) + offset;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public CpuWords slice(long from, long length) {
        block.checkOpen();
        Arguments.slice(from, length, size);
        return new CpuWords(block, offset + from * Memory.WORD, length, true);
    }

    @Override
    public void close() {
        if (!view) {
            block.close();
        }
    }

    @Override
    public String toString() {
        return "Words(" + size + ")";
    }
}
