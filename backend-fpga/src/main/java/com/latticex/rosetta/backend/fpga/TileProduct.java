package com.latticex.rosetta.backend.fpga;

import com.latticex.rosetta.backend.MatMulShape;
import com.latticex.rosetta.backend.opencl.host.ClProgram;
import com.latticex.rosetta.backend.opencl.host.ClQueue;
import com.latticex.rosetta.backend.opencl.host.ClWords;

/**
 * Matrix products on the array of fixed shape: operands are packed into panels as wide as the array and padded by zeros,
 * results come as whole tiles, from which the padding is removed.
 */
final class TileProduct {
    private final ClQueue queue;
    private final ClProgram program;
    private final long tile;

    TileProduct(ClQueue queue, ClProgram program, int tile) {
        this.queue = queue;
        this.program = program;
        this.tile = tile;
    }

    void run(ClWords x, ClWords y, MatMulShape s, boolean accumulate, ClWords out) {
        if (out.size() == 0) {
            return;
        }
        long rows = panels(s.m());
        long columns = panels(s.n());
        try (ClWords packedX = queue.words(rows * tile * s.k());
                ClWords packedY = queue.words(columns * tile * s.k());
                ClWords tiles = queue.words(rows * columns * tile * tile)) {
            for (long g = 0; g < s.batch(); g++) {
                if (g == 0 || !s.broadcastX()) {
                    ClWords matrix = x.slice(s.broadcastX() ? 0 : g * s.m() * s.k(), s.m() * s.k());
                    pack(matrix, s.transposeX() ? 1 : s.k(), s.transposeX() ? s.m() : 1, s.m(), s.k(), packedX);
                }
                if (g == 0 || !s.broadcastY()) {
                    ClWords matrix = y.slice(s.broadcastY() ? 0 : g * s.k() * s.n(), s.k() * s.n());
                    pack(matrix, s.transposeY() ? s.k() : 1, s.transposeY() ? 1 : s.n(), s.n(), s.k(), packedY);
                }
                program.call(Task.GEMM.kernel())
                        .in(packedX)
                        .in(packedY)
                        .out(tiles)
                        .word(rows)
                        .word(columns)
                        .word(s.k())
                        .runTask(1);
                program.call(Task.UNPACK.kernel())
                        .in(tiles)
                        .word(columns)
                        .word(s.m())
                        .word(s.n())
                        .number(accumulate ? 1 : 0)
                        .out(out.slice(g * s.m() * s.n(), s.m() * s.n()))
                        .runTask(1);
            }
        }
    }

    /** Panels of {@code count} vectors with {@code k} terms: element (i, l) of the operand is at i * row + l * column. */
    private void pack(ClWords matrix, long row, long column, long count, long k, ClWords out) {
        program.call(Task.PACK.kernel())
                .in(matrix)
                .word(row)
                .word(column)
                .word(count)
                .word(k)
                .out(out)
                .runTask(k);
    }

    private long panels(long extent) {
        return (extent + tile - 1) / tile;
    }
}
