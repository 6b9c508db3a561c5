package com.latticex.rosetta.backend.cpu;

import static com.latticex.rosetta.backend.cpu.Memory.WORD;
import static com.latticex.rosetta.backend.cpu.Memory.word;

import com.latticex.rosetta.backend.Strides;
import java.util.List;

/** Strided views to dense memory. */
final class Gather {
    private Gather() {}

    static void gather(long x, Strides view, long out) {
        if (view.size() > 0) {
            axis(x + view.offset() * WORD, view.extents(), view.strides(), out, view.size());
        }
    }

    /** Gathers {@code size} words from the axes given, and returns the end of what it wrote. */
    private static long axis(long x, List<Long> extents, List<Long> strides, long out, long size) {
        if (extents.isEmpty()) {
            word(out, word(x));
            return out + WORD;
        }
        long extent = extents.getFirst();
        long stride = strides.getFirst() * WORD;
        if (extents.size() == 1) {
            return row(x, extent, stride, out);
        }
        long inner = size / extent;
        long o = out;
        for (long i = 0; i < extent; i++) {
            o = axis(x + i * stride, extents.subList(1, extents.size()), strides.subList(1, strides.size()), o, inner);
        }
        return o;
    }

    private static long row(long x, long extent, long stride, long out) {
        long end = out + extent * WORD;
        if (stride == WORD) {
            Memory.copy(x, out, extent * WORD);
        } else if (stride == 0) {
            Elementwise.fill(word(x), out, end);
        } else {
            long from = x;
            for (long o = out; o < end; o += WORD, from += stride) {
                word(o, word(from));
            }
        }
        return end;
    }
}
