// Windows over images x[batch][row][column][channel], laid out as [window row, window column][tap row, tap column][channel],
// and added up again. An axis is (in, taps, stride, dilation, before, out): tap k of window o reads position
// o * stride + k * dilation - before, where there is one.

#define IN_EXTENT s0
#define TAPS s1
#define STRIDE s2
#define DILATION s3
#define BEFORE s4
#define OUT_EXTENT s5

// A processor lays out a row of a window's taps at a time, a GPU one word.
ROWS unfold(IN(x), OUT(out), long8 rows, long8 columns, long channels, ulong items, ulong chunk) {
    ulong end = min(items, (get_global_id(0) + 1) * chunk);
    for (ulong item = get_global_id(0) * chunk; item < end; item++) {
        long rest = (long)item;
#ifdef GPU
        long c = rest % channels;
        rest /= channels;
        long l = rest % columns.TAPS;
        rest /= columns.TAPS;
#endif
        long k = rest % rows.TAPS;
        rest /= rows.TAPS;
        long j = rest % columns.OUT_EXTENT;
        rest /= columns.OUT_EXTENT;
        long row = rest % rows.OUT_EXTENT * rows.STRIDE + k * rows.DILATION - rows.BEFORE;
        long image = rest / rows.OUT_EXTENT;
        bool inside = row >= 0 && row < rows.IN_EXTENT;
        __global const ulong *source = AT(x) + (image * rows.IN_EXTENT + row) * columns.IN_EXTENT * channels;
        long first = j * columns.STRIDE - columns.BEFORE;
#ifdef GPU
        long column = first + l * columns.DILATION;
        inside = inside && column >= 0 && column < columns.IN_EXTENT;
        AT(out)[item] = inside ? source[column * channels + c] : 0;
#else
        __global ulong *target = AT(out) + item * (ulong)(columns.TAPS * channels);
        for (long l = 0; l < columns.TAPS; l++, target += channels) {
            long column = first + l * columns.DILATION;
            if (inside && column >= 0 && column < columns.IN_EXTENT) {
                for (long c = 0; c < channels; c++) target[c] = source[column * channels + c];
            } else {
                for (long c = 0; c < channels; c++) target[c] = 0;
            }
        }
#endif
    }
}

// Each position collects what the windows read from it; a processor takes all channels of a position, a GPU one word.
ROWS fold(IN(unfolded), OUT(out), long8 rows, long8 columns, long channels, int accumulate, ulong items, ulong chunk) {
    ulong end = min(items, (get_global_id(0) + 1) * chunk);
    for (ulong item = get_global_id(0) * chunk; item < end; item++) {
        long rest = (long)item;
#ifdef GPU
        long from = rest % channels;
        long to = from + 1;
        rest /= channels;
#else
        long from = 0;
        long to = channels;
#endif
        __global ulong *target = AT(out) + rest * channels;
        long column = rest % columns.IN_EXTENT + columns.BEFORE;
        rest /= columns.IN_EXTENT;
        long row = rest % rows.IN_EXTENT + rows.BEFORE;
        long image = rest / rows.IN_EXTENT;
        for (long c = from; c < to && !accumulate; c++) target[c] = 0;
        for (long k = 0; k < rows.TAPS; k++) {
            long i = row - k * rows.DILATION;
            if (i < 0 || i % rows.STRIDE != 0 || i / rows.STRIDE >= rows.OUT_EXTENT) continue;
            for (long l = 0; l < columns.TAPS; l++) {
                long j = column - l * columns.DILATION;
                if (j < 0 || j % columns.STRIDE != 0 || j / columns.STRIDE >= columns.OUT_EXTENT) continue;
                long window = (image * rows.OUT_EXTENT + i / rows.STRIDE) * columns.OUT_EXTENT + j / columns.STRIDE;
                long tap = (window * rows.TAPS + k) * columns.TAPS + l;
                __global const ulong *source = AT(unfolded) + tap * channels;
                for (long c = from; c < to; c++) target[c] += source[c];
            }
        }
    }
}
