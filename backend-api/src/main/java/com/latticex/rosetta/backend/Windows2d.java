package com.latticex.rosetta.backend;

/**
 * Windows over a batch of images {@code x[batch][row][column][channel]}. Unfolded, every window is laid out by itself:
 * {@code [batch][window row][window column][tap row][tap column][channel]}.
 */
public record Windows2d(long batch, WindowAxis rows, WindowAxis columns, long channels) {
    public Windows2d {
        if (batch < 0 || channels < 0) {
            throw new IllegalArgumentException("negative extent of images");
        }
    }

    /** Words of the images. */
    public long sizeImages() {
        return product(batch, rows.in(), columns.in(), channels);
    }

    /** Number of windows, of all images. */
    public long windows() {
        return product(batch, rows.out(), columns.out());
    }

    /** Positions of one window, each of which has all channels. */
    public long taps() {
        return product(rows.taps(), columns.taps());
    }

    /** Words of the unfolded windows. */
    public long sizeUnfolded() {
        return product(windows(), taps(), channels);
    }

    static long product(long... extents) {
        long product = 1;
        for (long extent : extents) {
            product = Math.multiplyExact(product, extent);
        }
        return product;
    }
}
