package com.latticex.rosetta.backend.cpu;

import static com.latticex.rosetta.backend.cpu.Memory.WORD;

import java.lang.foreign.Arena;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** Packed blocks of the two operands, and a tile's worth of scratch memory. Serves one thread at a time; kept for reuse. */
final class GemmPanels {
    private static final int KEPT = 2 * Runtime.getRuntime().availableProcessors();
    private static final BlockingQueue<GemmPanels> IDLE = new ArrayBlockingQueue<>(KEPT);
    private static final long SCRATCH = 32 * 8 * WORD;

    private final Arena arena = Arena.ofAuto();
    private long[] a = {};
    private long[] b = {};

    /** Memory for one tile. */
    final long scratch = arena.allocate(SCRATCH, 64).address();

    private GemmPanels() {}

    static GemmPanels take() {
        GemmPanels panels = IDLE.poll();
        return panels != null ? panels : new GemmPanels();
    }

    /** Keeps the panels if there is room. */
    static void give(GemmPanels panels) {
        IDLE.offer(panels);
    }

    long[] a(int words) {
        if (a.length < words) {
            a = new long[words];
        }
        return a;
    }

    long[] b(int words) {
        if (b.length < words) {
            b = new long[words];
        }
        return b;
    }
}
