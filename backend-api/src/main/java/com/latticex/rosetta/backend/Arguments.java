package com.latticex.rosetta.backend;

import com.latticex.rosetta.error.DeviceException;

/** The checks every backend makes before a kernel runs. Each refusal names the kernel and the sizes, never a content. */
public final class Arguments {
    private Arguments() {}

    /** Elementwise kernels: all sizes equal. */
    public static void sameSize(String kernel, Buffer x, Buffer out) {
        if (x.size() != out.size()) {
            throw mismatch(kernel, "input", x.size(), out.size());
        }
    }

    public static void sameSize(String kernel, Buffer x, Buffer y, Buffer out) {
        sameSize(kernel, x, out);
        sameSize(kernel, y, out);
    }

    /** A buffer has the size that the others imply. */
    public static void size(String kernel, String what, Buffer buffer, long expected) {
        if (buffer.size() != expected) {
            throw mismatch(kernel, what, buffer.size(), expected);
        }
    }

    /** A host segment has as many bytes as the buffer. */
    public static void hostBytes(String kernel, long bytes, long expected) {
        if (bytes != expected) {
            throw new DeviceException(kernel + ": the host segment has " + bytes + " bytes, the buffer " + expected);
        }
    }

    /** A small integer parameter lies in its range. */
    public static void range(String kernel, String what, long value, long low, long high) {
        if (value < low || value > high) {
            throw new DeviceException(kernel + ": " + what + " is " + value + ", not in " + low + ".." + high);
        }
    }

    /** {@code digits} digits for each of {@code words} words. */
    public static void digits(String kernel, String what, Bytes buffer, int digits, long words) {
        size(kernel, what, buffer, Math.multiplyExact(digits, words));
    }

    /** A view {@code from}, {@code length} lies within {@code size} elements. */
    public static void slice(long from, long length, long size) {
        if (from < 0 || length < 0 || from > size - length) {
            throw new DeviceException(
                    "slice: " + length + " elements from " + from + " do not lie in a buffer of " + size);
        }
    }

    public static void gather(Words x, Strides view, Words out) {
        size("gather", "output", out, view.size());
        if (!view.fits(x.size())) {
            throw new DeviceException("gather: the view with extents " + view.extents() + " and strides "
                    + view.strides() + " from " + view.offset() + " leaves an input of " + x.size() + " words");
        }
    }

    public static void sum(Words x, long outer, long axis, long inner, Words out) {
        range("sum", "an extent", Math.min(outer, Math.min(axis, inner)), 0, Long.MAX_VALUE);
        size("sum", "input", x, Math.multiplyExact(outer, Math.multiplyExact(axis, inner)));
        size("sum", "output", out, Math.multiplyExact(outer, inner));
    }

    public static void matmul(Words x, Words y, MatMulShape shape, Words out) {
        size("matmul", "x", x, shape.sizeX());
        size("matmul", "y", y, shape.sizeY());
        size("matmul", "output", out, shape.sizeOut());
    }

    public static void unfold(Words x, Windows2d shape, Words out) {
        size("unfold", "x", x, shape.sizeImages());
        size("unfold", "output", out, shape.sizeUnfolded());
    }

    public static void fold(Words unfolded, Windows2d shape, Words out) {
        size("fold", "unfolded", unfolded, shape.sizeUnfolded());
        size("fold", "output", out, shape.sizeImages());
    }

    /** The buffers of a convolution's images, filter and result, whichever of them is computed. */
    public static void conv2d(String kernel, Words images, Words filter, Words result, Conv2dShape shape) {
        size(kernel, "images", images, shape.sizeX());
        size(kernel, "filter", filter, shape.sizeFilter());
        size(kernel, "result", result, shape.sizeOut());
    }

    public static void blindDigits(
            int first, Words c, Words coins, Bytes share, Bytes multipliers, Bytes refresh, Bytes out) {
        range("blindDigits", "first", first, 0, 1);
        size("blindDigits", "coins", coins, c.size());
        digits("blindDigits", "share", share, RingBackend.DIGITS, c.size());
        digits("blindDigits", "multipliers", multipliers, RingBackend.BLINDED, c.size());
        digits("blindDigits", "refresh", refresh, RingBackend.BLINDED, c.size());
        digits("blindDigits", "output", out, RingBackend.BLINDED, c.size());
    }

    public static void conjoin(int first, Words mx, Words my, Words a, Words b, Words ab, Words out) {
        range("conjoin", "first", first, 0, 1);
        sameSize("conjoin", mx, my, out);
        sameSize("conjoin", a, b, out);
        sameSize("conjoin", ab, out);
    }

    /** Kernels on the blocks of compared words. */
    public static void blocks(String kernel, Words x, Words share, Words out, int planes) {
        long words = RingBackend.planeWords(x.size());
        size(kernel, "share", share, Math.multiplyExact(RingBackend.ONE_HOTS, words));
        size(kernel, "output", out, Math.multiplyExact(planes, words));
    }

    public static void harmonics(Words x, int bits, int step, int count, Words cos, Words sin) {
        range("harmonics", "bits", bits, 1, 40);
        range("harmonics", "step", step, 1, 2);
        range("harmonics", "count", count, 0, 16);
        size("harmonics", "cos", cos, Math.multiplyExact(count, x.size()));
        size("harmonics", "sin", sin, Math.multiplyExact(count, x.size()));
    }

    private static DeviceException mismatch(String kernel, String what, long size, long expected) {
        return new DeviceException(kernel + ": " + what + " has " + size + " elements, not " + expected);
    }
}
