package com.latticex.rosetta.backend.cpu;

import static com.latticex.rosetta.backend.cpu.Memory.VECTOR;
import static com.latticex.rosetta.backend.cpu.Memory.WORD;
import static com.latticex.rosetta.backend.cpu.Memory.word;

import com.latticex.rosetta.backend.WindowAxis;
import com.latticex.rosetta.backend.Windows2d;

/** Windows laid out by themselves, and added up again. A row of a window's taps is one run of memory in the image, unless taps are dilated. */
final class Unfold {
    /** Words up to which a plain loop beats a call of a bulk copy. */
    private static final long SHORT = 16 * WORD;

    private interface Run {
        /** Taps from {@code image} on, or padding where it is 0; {@code bytes} of them at {@code window}. */
        void at(long image, long window, long bytes);
    }

    private Unfold() {}

    static void unfold(long x, Windows2d shape, long out) {
        runs(x, shape, out, (image, window, bytes) -> {
            if (image == 0) {
                Elementwise.fill(0, window, window + bytes);
            } else if (bytes > SHORT) {
                Memory.copy(image, window, bytes);
            } else {
                for (long i = 0; i < bytes; i += WORD) {
                    word(window + i, word(image + i));
                }
            }
        });
    }

    /** Adds to what is there. */
    static void fold(long unfolded, Windows2d shape, long out) {
        runs(out, shape, unfolded, (image, window, bytes) -> {
            if (image == 0) {
                return;
            }
            if (bytes > VECTOR) {
                Elementwise.add(image, window, image, image + bytes);
            } else {
                for (long i = 0; i < bytes; i += WORD) {
                    word(image + i, word(image + i) + word(window + i));
                }
            }
        });
    }

    private static void runs(long images, Windows2d shape, long windows, Run run) {
        WindowAxis rows = shape.rows();
        WindowAxis columns = shape.columns();
        long pixel = shape.channels() * WORD;
        long row = columns.in() * pixel;
        long taps = columns.taps() * pixel;
        long window = windows;
        for (long n = 0; n < shape.batch(); n++) {
            long image = images + n * rows.in() * row;
            for (long i = 0; i < rows.out(); i++) {
                for (long j = 0; j < columns.out(); j++) {
                    for (long k = 0; k < rows.taps(); k++, window += taps) {
                        long at = rows.position(i, k);
                        if (at < 0 || at >= rows.in()) {
                            run.at(0, window, taps);
                        } else {
                            row(image + at * row, columns, j, pixel, window, run);
                        }
                    }
                }
            }
        }
    }

    private static void row(long image, WindowAxis columns, long j, long pixel, long window, Run run) {
        if (columns.dilation() != 1) {
            for (long l = 0; l < columns.taps(); l++) {
                long at = columns.position(j, l);
                run.at(at < 0 || at >= columns.in() ? 0 : image + at * pixel, window + l * pixel, pixel);
            }
            return;
        }
        long first = columns.position(j, 0);
        long before = Math.clamp(-first, 0, columns.taps());
        long end = Math.clamp(columns.in() - first, before, columns.taps());
        if (before > 0) {
            run.at(0, window, before * pixel);
        }
        if (end > before) {
            run.at(image + (first + before) * pixel, window + before * pixel, (end - before) * pixel);
        }
        if (end < columns.taps()) {
            run.at(0, window + end * pixel, (columns.taps() - end) * pixel);
        }
    }
}
