package com.latticex.rosetta.backend;

import java.util.List;

/**
 * How a dense row-major output reads a strided input: element (i0, i1, ...) of the output is word
 * {@code offset + sum i_d * strides[d]} of the input. Stride 0 broadcasts; permuted strides transpose; a negative
 * stride reverses.
 *
 * @param offset first word read
 * @param extents the output's extents, outermost first
 * @param strides the input's strides in words, one for each extent
 */
public record Strides(long offset, List<Long> extents, List<Long> strides) {
    public Strides {
        extents = List.copyOf(extents);
        strides = List.copyOf(strides);
        if (extents.size() != strides.size()) {
            throw new IllegalArgumentException("as many strides as extents are needed");
        }
        if (extents.stream().anyMatch(e -> e < 0)) {
            throw new IllegalArgumentException("negative extent");
        }
    }

    /** Number of output elements. */
    public long size() {
        return extents.stream().reduce(1L, Math::multiplyExact);
    }

    /** Whether every word read lies within an input of {@code inputSize} words. */
    public boolean fits(long inputSize) {
        if (size() == 0) {
            return true;
        }
        long low = offset;
        long high = offset;
        for (int d = 0; d < extents.size(); d++) {
            long reach = Math.multiplyExact(extents.get(d) - 1, strides.get(d));
            low = Math.addExact(low, Math.min(0, reach));
            high = Math.addExact(high, Math.max(0, reach));
        }
        return low >= 0 && high < inputSize;
    }
}
