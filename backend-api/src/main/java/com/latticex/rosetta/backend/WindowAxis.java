package com.latticex.rosetta.backend;

/**
 * How windows lie along one axis of an image: tap k of window o reads position {@code o * stride + k * dilation - before}.
 * Positions outside the image read 0, so {@code before} and {@code out} say all there is to say about padding. Any extent may
 * be 0.
 *
 * @param in extent of the image
 * @param taps extent of the window
 * @param stride distance from one window to the next
 * @param dilation distance from one tap to the next
 * @param before positions of padding before the image
 * @param out number of windows
 */
public record WindowAxis(long in, long taps, long stride, long dilation, long before, long out) {
    /** No padding, stride or position may exceed this, so that no position overflows. */
    private static final long LARGEST = 1L << 31;

    public WindowAxis {
        for (long extent : new long[] {in, taps, before, out}) {
            check(extent, 0);
        }
        check(stride, 1);
        check(dilation, 1);
    }

    private static void check(long value, long least) {
        if (value < least || value > LARGEST) {
            throw new IllegalArgumentException(
                    "an extent or distance of windows is " + value + ", not " + least + ".." + LARGEST);
        }
    }

    /** Every window lies within the image. */
    public static WindowAxis valid(long in, long taps, long stride, long dilation) {
        return padded(in, taps, stride, dilation, 0, 0);
    }

    /** As many windows as positions divided by the stride, rounded up; the padding is split evenly, one more after. */
    public static WindowAxis same(long in, long taps, long stride, long dilation) {
        long out = Math.ceilDiv(in, stride);
        long padding = Math.max(0, (out - 1) * stride + (taps - 1) * dilation + 1 - in);
        return new WindowAxis(in, taps, stride, dilation, in == 0 ? 0 : padding / 2, out);
    }

    /** So much padding before and after. */
    public static WindowAxis padded(long in, long taps, long stride, long dilation, long before, long after) {
        long reach = (taps - 1) * dilation + 1;
        long room = in + before + after - reach;
        return new WindowAxis(in, taps, stride, dilation, before, room < 0 ? 0 : room / stride + 1);
    }

    /** The position that a tap of a window reads; outside 0..in-1 there is padding. */
    public long position(long window, long tap) {
        return window * stride + tap * dilation - before;
    }
}
