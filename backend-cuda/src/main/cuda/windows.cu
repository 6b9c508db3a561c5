// Windows over images x[batch][row][column][channel], laid out as [window row, window column][tap row, tap column][channel],
// and added up again. Tap k of window o reads position o * stride + k * dilation - before, where there is one.
#include "common.cuh"

struct WindowAxis {
    long long in, taps, stride, dilation, before, out;

    DEVICE_MEMBER long long position(u64 window, u64 tap) const {
        return (long long)window * stride + (long long)tap * dilation - before;
    }

    // The window whose given tap reads a position, or -1.
    DEVICE_MEMBER long long window(u64 position, long long tap) const {
        long long at = (long long)position + before - tap * dilation;
        return at < 0 || at % stride || at / stride >= out ? -1 : at / stride;
    }
};

struct Windows {
    WindowAxis rows, columns;
    u64 channels;
};

// Takes the last index off a number of the elements before it.
template <class Index>
DEVICE Index take(Index& rest, u64 extent) {
    Index next = rest / (Index)extent;
    Index last = rest - next * (Index)extent;
    rest = next;
    return last;
}

// One thread a word of the windows.
template <class Index>
DEVICE void unfold(Index n, const Windows& w, const u64* x, u64* out) {
    for (u64 at = threadNumber(); at < n; at += threadCount()) {
        Index rest = (Index)at;
        u64 c = take(rest, w.channels);
        u64 l = take(rest, w.columns.taps);
        u64 k = take(rest, w.rows.taps);
        long long column = w.columns.position(take(rest, w.columns.out), l);
        long long row = w.rows.position(take(rest, w.rows.out), k);
        bool inside = row >= 0 && row < w.rows.in && column >= 0 && column < w.columns.in;
        out[at] = inside ? x[(((u64)rest * w.rows.in + row) * w.columns.in + column) * w.channels + c] : 0;
    }
}

KERNEL(256, ring_unfold, (u64 n, Windows w, const u64* x, u64* out)) {
    // A 64-bit division costs several times a 32-bit one.
    if (n >> 32) {
        unfold<u64>(n, w, x, out);
    } else {
        unfold<u32>((u32)n, w, x, out);
    }
}

// One thread a word of the images: it collects what the windows read from it.
KERNEL(256, ring_fold, (u64 n, Windows w, int accumulate, const u64* unfolded, u64* out)) {
    for (u64 at = threadNumber(); at < n; at += threadCount()) {
        u64 rest = at;
        u64 c = take(rest, w.channels);
        u64 column = take(rest, w.columns.in);
        u64 row = take(rest, w.rows.in);
        u64 sum = accumulate ? out[at] : 0;
        for (long long k = 0; k < w.rows.taps; k++) {
            long long i = w.rows.window(row, k);
            for (long long l = 0; l < w.columns.taps && i >= 0; l++) {
                long long j = w.columns.window(column, l);
                if (j >= 0) {
                    u64 window = (rest * w.rows.out + i) * w.columns.out + j;
                    sum += unfolded[((window * w.rows.taps + k) * w.columns.taps + l) * w.channels + c];
                }
            }
        }
        out[at] = sum;
    }
}
