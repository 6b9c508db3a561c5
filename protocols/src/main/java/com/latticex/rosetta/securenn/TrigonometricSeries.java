package com.latticex.rosetta.securenn;

import com.latticex.rosetta.backend.RingBackend;
import com.latticex.rosetta.backend.Words;
import com.latticex.rosetta.party.Dealing;
import com.latticex.rosetta.party.Dealt;
import com.latticex.rosetta.party.Invocation;
import com.latticex.rosetta.randomness.Mask;
import com.latticex.rosetta.tensor.Shape;
import com.latticex.rosetta.tensor.Tensor;
import java.util.List;

/**
 * sum of a_k cos(k w x) + b_k sin(k w x), evaluated on a masked x without a round: angles are differences of a public and a dealt one.
 *
 * <p>The mask is uniform modulo the period, a power of two. The holders know cos and sin of k w c, in integers that are the same at both; the helper deals
 * a_k cos(k w r) - b_k sin(k w r) and a_k sin(k w r) + b_k cos(k w r), rounded. The sum of products of the two is the series, as
 * c - r = x modulo the period. 16 bytes a term.
 *
 * @param cosines a_k
 * @param sines b_k
 * @param step 1 for k = 1, 2, 3, ..., 2 for k = 1, 3, 5, ...
 * @param scale fraction bits of the dealt values; the series has 30 more
 */
record TrigonometricSeries(List<Double> cosines, List<Double> sines, int step, int scale) {
    /** Fraction bits of the backend's cosines. */
    static final int TABLE = 30;

    private static final int HEADROOM = 61;

    TrigonometricSeries {
        if (cosines.size() != sines.size()) {
            throw new IllegalArgumentException("as many cosines as sines are needed");
        }
        cosines = List.copyOf(cosines);
        sines = List.copyOf(sines);
    }

    int terms() {
        return cosines.size();
    }

    /** Bytes dealt for each word. */
    long bytes() {
        return 16L * terms();
    }

    /** Fraction bits of the result. */
    int resultScale() {
        return scale + TABLE;
    }

    /** Names what the helper deals for a mask; the period is 2^bits. */
    Dealt deal(Invocation call, Dealing ahead, Mask mask, int bits) {
        Shape shape = table(mask.shape());
        return ahead.words(call.atHelper(
                shape, out -> dealt(call.backend(), harmonics(call, mask.value(), bits), out)));
    }

    /** The share of the series at scale {@link #resultScale}. */
    Tensor of(Invocation call, Tensor c, int bits, Dealt dealt) {
        Tensor angles = call.atHolders(table(c.shape()), out -> fill(call.backend(), c.words(), bits, out));
        return angles.times(dealt.share()).sum(0).reshape(c.shape());
    }

    private Shape table(Shape shape) {
        return Shape.of(2L * terms(), shape.size());
    }

    private Tensor harmonics(Invocation call, Tensor x, int bits) {
        return call.atHelper(table(x.shape()), out -> fill(call.backend(), x.words(), bits, out));
    }

    /** All cosines, then all sines. */
    private void fill(RingBackend backend, Words x, int bits, Words out) {
        long half = out.size() / 2;
        backend.harmonics(x, bits, step, terms(), out.slice(0, half), out.slice(half, half));
    }

    /** Coefficients have as many bits as leave the sums of two products below 2^61. */
    private void dealt(RingBackend backend, Tensor trig, Words out) {
        double largest = 0;
        for (int k = 0; k < terms(); k++) {
            largest = Math.max(largest, Math.abs(cosines.get(k)) + Math.abs(sines.get(k)));
        }
        int bits = HEADROOM - TABLE - Math.getExponent(largest) - 2;
        int drop = bits + TABLE - scale;
        long rounding = (1L << 62) + (1L << (drop - 1));
        for (int k = 0; k < terms(); k++) {
            long a = Math.round(Math.scalb(cosines.get(k), bits));
            long b = Math.round(Math.scalb(sines.get(k), bits));
            combine(backend, trig, k, a, -b, rounding, out);
            combine(backend, trig, k + terms(), b, a, rounding, out);
        }
        backend.shiftRight(out, drop, out);
        backend.affine(out, 1, -(1L << (62 - drop)), out);
    }

    /** Row of the result: cosine * p + sine * q + rounding. */
    private void combine(RingBackend backend, Tensor trig, int row, long p, long q, long rounding, Words out) {
        int k = row % terms();
        Tensor cosine = trig.at(k).affine(p, rounding);
        Words part = out.slice(row * cosine.shape().size(), cosine.shape().size());
        backend.affine(trig.at(k + terms()).words(), q, 0, part);
        backend.add(part, cosine.words(), part);
    }
}
