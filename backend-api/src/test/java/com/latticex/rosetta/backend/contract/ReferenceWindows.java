package com.latticex.rosetta.backend.contract;

import com.latticex.rosetta.backend.Conv2dShape;
import com.latticex.rosetta.backend.WindowAxis;
import com.latticex.rosetta.backend.Windows2d;

/** Windows and convolutions as sums over all taps. */
final class ReferenceWindows {
    /** One tap that lies within an image: the window's number, its own, and the number of the pixel it reads. */
    private interface Tap {
        void at(long window, long tap, long position);
    }

    private ReferenceWindows() {}

    private static void taps(Windows2d w, Tap visit) {
        WindowAxis rows = w.rows();
        WindowAxis columns = w.columns();
        for (long n = 0; n < w.batch(); n++) {
            for (long i = 0; i < rows.out(); i++) {
                for (long j = 0; j < columns.out(); j++) {
                    for (long k = 0; k < rows.taps(); k++) {
                        for (long l = 0; l < columns.taps(); l++) {
                            long row = i * rows.stride() + k * rows.dilation() - rows.before();
                            long column = j * columns.stride() + l * columns.dilation() - columns.before();
                            if (row >= 0 && row < rows.in() && column >= 0 && column < columns.in()) {
                                visit.at(
                                        (n * rows.out() + i) * columns.out() + j,
                                        k * columns.taps() + l,
                                        (n * rows.in() + row) * columns.in() + column);
                            }
                        }
                    }
                }
            }
        }
    }

    private static void clear(boolean accumulate, ReferenceWords out) {
        for (long i = 0; i < out.size() && !accumulate; i++) {
            out.set(i, 0);
        }
    }

    static void unfold(ReferenceWords x, Windows2d w, ReferenceWords out) {
        clear(false, out);
        taps(w, (window, tap, position) -> {
            for (long c = 0; c < w.channels(); c++) {
                out.set((window * w.taps() + tap) * w.channels() + c, x.get(position * w.channels() + c));
            }
        });
    }

    static void fold(ReferenceWords unfolded, Windows2d w, boolean accumulate, ReferenceWords out) {
        clear(accumulate, out);
        taps(w, (window, tap, position) -> {
            for (long c = 0; c < w.channels(); c++) {
                long at = position * w.channels() + c;
                out.set(at, out.get(at) + unfolded.get((window * w.taps() + tap) * w.channels() + c));
            }
        });
    }

    /** Places of the words that are multiplied, in images, filter and result. */
    private interface Term {
        void at(long x, long filter, long out);
    }

    private static void terms(Conv2dShape s, Term visit) {
        Windows2d w = s.windows();
        long channels = w.channels() / s.groups();
        long filters = s.filters() / s.groups();
        taps(w, (window, tap, position) -> {
            for (long f = 0; f < s.filters(); f++) {
                long group = f / filters;
                for (long c = 0; c < channels; c++) {
                    visit.at(
                            position * w.channels() + group * channels + c,
                            (tap * channels + c) * s.filters() + f,
                            window * s.filters() + f);
                }
            }
        });
    }

    static void forward(
            ReferenceWords x, ReferenceWords filter, Conv2dShape s, boolean accumulate, ReferenceWords out) {
        clear(accumulate, out);
        terms(s, (i, j, o) -> out.set(o, out.get(o) + x.get(i) * filter.get(j)));
    }

    static void input(ReferenceWords g, ReferenceWords filter, Conv2dShape s, boolean accumulate, ReferenceWords out) {
        clear(accumulate, out);
        terms(s, (i, j, o) -> out.set(i, out.get(i) + g.get(o) * filter.get(j)));
    }

    static void filter(ReferenceWords x, ReferenceWords g, Conv2dShape s, boolean accumulate, ReferenceWords out) {
        clear(accumulate, out);
        terms(s, (i, j, o) -> out.set(j, out.get(j) + x.get(i) * g.get(o)));
    }
}
