package com.latticex.rosetta.backend;

/**
 * Shape of a two-dimensional convolution (cross-correlation, as neural networks have it):
 * {@code out[b][i][j][f] = sum over taps k, l and channels c of x[b][i s - p + k d][j s - p + l d][c] * filter[k][l][c][f]}.
 *
 * <p>With groups, channels and filters are split alike: group g's filters see group g's channels only, and the filter is
 * {@code [tap row][tap column][channels / groups][filters]}. A depthwise convolution has as many groups as channels; its
 * filter {@code [k][l][c][m]} is, word by word, one of {@code channels * m} filters.
 */
public record Conv2dShape(Windows2d windows, long filters, long groups) {
    public Conv2dShape {
        if (filters < 0 || groups < 1 || windows.channels() % groups != 0 || filters % groups != 0) {
            throw new IllegalArgumentException(windows.channels() + " channels and " + filters
                    + " filters do not split into " + groups + " groups");
        }
    }

    /** Words of the images. */
    public long sizeX() {
        return windows.sizeImages();
    }

    public long sizeFilter() {
        return Windows2d.product(windows.taps(), windows.channels() / groups, filters);
    }

    public long sizeOut() {
        return Windows2d.product(windows.windows(), filters);
    }

    /** Words of a window that one filter looks at. */
    public long depth() {
        return Windows2d.product(windows.taps(), windows.channels() / groups);
    }
}
