package com.latticex.rosetta.backend;

import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * Windows and convolutions by the mandatory kernels, for devices that have none of their own: unfolding is a product with
 * two matrices of zeros and ones, a convolution a matrix product over unfolded windows.
 */
final class Convolutions {
    private Convolutions() {}

    /** Unfolds rows, then columns; then the taps come together. */
    static void unfold(RingBackend b, Words x, Windows2d w, Words out) {
        long tall = w.rows().out() * w.rows().taps();
        long wide = w.columns().out() * w.columns().taps();
        long row = w.columns().in() * w.channels();
        try (Words rows = selection(b, w.rows());
                Words columns = selection(b, w.columns());
                Words tallImages = b.words(w.batch() * tall * row);
                Words split = b.words(out.size())) {
            b.matmul(rows, x, product(w.batch(), tall, w.rows().in(), row, false), false, tallImages);
            b.matmul(
                    columns,
                    tallImages,
                    product(w.batch() * tall, wide, w.columns().in(), w.channels(), false),
                    false,
                    split);
            b.gather(split, tapsLast(w), out);
        }
    }

    /** The transposed steps in reverse order. */
    static void fold(RingBackend b, Words unfolded, Windows2d w, boolean accumulate, Words out) {
        long tall = w.rows().out() * w.rows().taps();
        long wide = w.columns().out() * w.columns().taps();
        long row = w.columns().in() * w.channels();
        try (Words rows = selection(b, w.rows());
                Words columns = selection(b, w.columns());
                Words tallImages = b.words(w.batch() * tall * row);
                Words split = b.words(unfolded.size())) {
            b.gather(unfolded, tapsBesideWindows(w), split);
            b.matmul(
                    columns,
                    split,
                    product(w.batch() * tall, w.columns().in(), wide, w.channels(), true),
                    false,
                    tallImages);
            b.matmul(rows, tallImages, product(w.batch(), w.rows().in(), tall, row, true), accumulate, out);
        }
    }

    static void forward(RingBackend b, Words x, Words filter, Conv2dShape s, boolean accumulate, Words out) {
        Windows2d w = s.windows();
        try (Words windows = b.words(w.sizeUnfolded())) {
            b.unfold(x, w, windows);
            if (s.groups() == 1) {
                b.matmul(windows, filter, MatMulShape.of(w.windows(), s.depth(), s.filters()), accumulate, out);
                return;
            }
            try (Words byGroup = b.words(windows.size());
                    Words filters = b.words(filter.size());
                    Words results = b.words(out.size())) {
                b.gather(windows, groupsFirst(s, w.windows() * w.taps(), w.channels()), byGroup);
                b.gather(filter, groupsFirst(s, s.depth(), s.filters()), filters);
                b.matmul(
                        byGroup,
                        filters,
                        batched(s, w.windows(), s.depth(), perGroup(s), false, false),
                        false,
                        results);
                ungroup(b, results, s, w.windows(), s.filters(), accumulate, out);
            }
        }
    }

    static void input(RingBackend b, Words g, Words filter, Conv2dShape s, boolean accumulate, Words out) {
        Windows2d w = s.windows();
        try (Words windows = b.words(w.sizeUnfolded())) {
            if (s.groups() == 1) {
                MatMulShape shape = new MatMulShape(1, w.windows(), s.filters(), s.depth(), false, true, false, false);
                b.matmul(g, filter, shape, false, windows);
            } else {
                try (Words gradients = b.words(g.size());
                        Words filters = b.words(filter.size());
                        Words results = b.words(windows.size())) {
                    b.gather(g, groupsFirst(s, w.windows(), s.filters()), gradients);
                    b.gather(filter, groupsFirst(s, s.depth(), s.filters()), filters);
                    b.matmul(
                            gradients,
                            filters,
                            batched(s, w.windows(), perGroup(s), s.depth(), false, true),
                            false,
                            results);
                    ungroup(b, results, s, w.windows() * w.taps(), w.channels(), false, windows);
                }
            }
            b.fold(windows, w, accumulate, out);
        }
    }

    static void filter(RingBackend b, Words x, Words g, Conv2dShape s, boolean accumulate, Words out) {
        Windows2d w = s.windows();
        try (Words windows = b.words(w.sizeUnfolded())) {
            b.unfold(x, w, windows);
            if (s.groups() == 1) {
                MatMulShape shape = new MatMulShape(1, s.depth(), w.windows(), s.filters(), true, false, false, false);
                b.matmul(windows, g, shape, accumulate, out);
                return;
            }
            try (Words byGroup = b.words(windows.size());
                    Words gradients = b.words(g.size());
                    Words results = b.words(out.size())) {
                b.gather(windows, groupsFirst(s, w.windows() * w.taps(), w.channels()), byGroup);
                b.gather(g, groupsFirst(s, w.windows(), s.filters()), gradients);
                b.matmul(
                        byGroup,
                        gradients,
                        batched(s, s.depth(), w.windows(), perGroup(s), true, false),
                        false,
                        results);
                ungroup(b, results, s, s.depth(), s.filters(), accumulate, out);
            }
        }
    }

    private static long perGroup(Conv2dShape s) {
        return s.filters() / s.groups();
    }

    private static MatMulShape batched(Conv2dShape s, long m, long k, long n, boolean transposeX, boolean transposeY) {
        return new MatMulShape(s.groups(), m, k, n, transposeX, transposeY, false, false);
    }

    /** [rows][all columns] as [group][rows][a group's columns]. */
    private static Strides groupsFirst(Conv2dShape s, long rows, long columns) {
        long each = columns / s.groups();
        return new Strides(0, List.of(s.groups(), rows, each), List.of(each, columns, 1L));
    }

    /** The way back. */
    private static void ungroup(
            RingBackend b, Words grouped, Conv2dShape s, long rows, long columns, boolean accumulate, Words out) {
        long each = columns / s.groups();
        Strides together = new Strides(0, List.of(rows, s.groups(), each), List.of(each, rows * each, 1L));
        if (!accumulate) {
            b.gather(grouped, together, out);
            return;
        }
        try (Words dense = b.words(out.size())) {
            b.gather(grouped, together, dense);
            b.add(out, dense, out);
        }
    }

    private static MatMulShape product(long batch, long m, long k, long n, boolean transposed) {
        return new MatMulShape(batch, m, k, n, transposed, false, true, false);
    }

    /** From [n][window row, tap row][window column, tap column][channel]. */
    private static Strides tapsLast(Windows2d w) {
        long channel = w.channels();
        long column = w.columns().taps() * channel;
        long tapRow = w.columns().out() * column;
        long row = w.rows().taps() * tapRow;
        return new Strides(
                0,
                List.of(
                        w.batch(),
                        w.rows().out(),
                        w.columns().out(),
                        w.rows().taps(),
                        w.columns().taps(),
                        channel),
                List.of(w.rows().out() * row, row, column, tapRow, channel, 1L));
    }

    private static Strides tapsBesideWindows(Windows2d w) {
        long tapRow = w.columns().taps() * w.channels();
        long column = w.rows().taps() * tapRow;
        long row = w.columns().out() * column;
        return new Strides(
                0,
                List.of(
                        w.batch(),
                        w.rows().out(),
                        w.rows().taps(),
                        w.columns().out(),
                        w.columns().taps(),
                        w.channels()),
                List.of(w.rows().out() * row, row, tapRow, column, w.channels(), 1L));
    }

    /** [window, tap][position]: 1 where the tap reads the position. */
    private static Words selection(RingBackend b, WindowAxis axis) {
        long[] ones = new long[Math.toIntExact(Windows2d.product(axis.out(), axis.taps(), axis.in()))];
        for (long o = 0; o < axis.out(); o++) {
            for (long k = 0; k < axis.taps(); k++) {
                long at = axis.position(o, k);
                if (at >= 0 && at < axis.in()) {
                    ones[(int) ((o * axis.taps() + k) * axis.in() + at)] = 1;
                }
            }
        }
        Words selection = b.words(ones.length);
        b.upload(MemorySegment.ofArray(ones), selection);
        return selection;
    }
}
