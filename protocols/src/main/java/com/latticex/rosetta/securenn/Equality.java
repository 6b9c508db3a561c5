package com.latticex.rosetta.securenn;

import com.latticex.rosetta.party.Cost;
import com.latticex.rosetta.party.Dealing;
import com.latticex.rosetta.party.Dealt;
import com.latticex.rosetta.party.DealtResidues;
import com.latticex.rosetta.party.Invocation;
import com.latticex.rosetta.party.Masked;
import com.latticex.rosetta.randomness.Mask;
import com.latticex.rosetta.randomness.ResidueMask;
import com.latticex.rosetta.tensor.Residues;
import com.latticex.rosetta.tensor.Shape;
import com.latticex.rosetta.tensor.Tensor;

/**
 * [x = 0] for any 64-bit x, as a shared bit at scale 0. 147 bytes, 3 rounds; the helper only deals.
 *
 * <p>c = x + r is opened. The Hamming distance h of c and r is linear in dealt bits of r modulo 128, at most 64, and 0 iff x = 0. h + s is opened modulo 128, and the distance g of its 7 bits from those
 * of s is linear in dealt bits of s modulo 8, at most 7. g + t is opened modulo 8, and the result is the share at that place of the dealt one-hot of t.
 */
final class Equality {
    private static final int WORD = 64;
    private static final int WIDE = 128;
    private static final int WIDE_BITS = 7;
    private static final int NARROW = 8;

    private Equality() {}

    static Cost cost(Shape shape) {
        long words = shape.size();
        return Costs.openDealt(words, WORD + WIDE_BITS + 8 * (NARROW - 1))
                .then(Costs.exchange(words))
                .then(Costs.exchange(words));
    }

    static Tensor isZero(Invocation call, Tensor x) {
        Shape shape = x.shape();
        int words = Math.toIntExact(shape.size());
        Dealing ahead = call.dealing();
        Mask r = call.mask(shape);
        ResidueMask s = call.maskResidues(WIDE, words);
        ResidueMask t = call.maskResidues(NARROW, words);
        boolean helper = call.role().isHelper();
        DealtResidues ofR = ahead.residues(
                helper ? bits(call.download(r.value()), WORD, WIDE) : Residues.absent(WIDE, WORD * words));
        DealtResidues ofS = ahead.residues(
                helper ? bits(widened(s.residues()), WIDE_BITS, NARROW) : Residues.absent(NARROW, WIDE_BITS * words));
        Dealt places = ahead.words(call.atHelper(
                Shape.of(NARROW - 1, words),
                out -> call.backend()
                        .copy(
                                call.upload(Shape.of(NARROW - 1, words), oneHot(t.residues()))
                                        .words(),
                                out)));
        ahead.send();
        Masked c = call.hide(x, r);
        call.open(c);
        Residues h =
                helper ? Residues.absent(WIDE, words) : distance(call, call.download(c.opened()), ofR.share(), WORD);
        Residues h2 = call.open(h, s);
        Residues g = helper ? Residues.absent(NARROW, words) : distance(call, widened(h2), ofS.share(), WIDE_BITS);
        Residues g2 = call.open(g, t);
        return helper
                ? Tensor.absent(call.scope(), shape)
                : call.upload(shape, entry(call, call.download(places.share()), g2));
    }

    private static Residues bits(long[] values, int count, int modulus) {
        byte[] out = new byte[values.length * count];
        for (int i = 0; i < out.length; i++) {
            out[i] = (byte) (values[i / count] >>> i % count & 1);
        }
        return Residues.of(modulus, out);
    }

    /** Share of the number of bits in which the public value and the shared bits differ. */
    private static Residues distance(Invocation call, long[] values, Residues shares, int count) {
        byte[] b = shares.values();
        byte[] out = new byte[values.length];
        for (int e = 0; e < values.length; e++) {
            int sum = 0;
            for (int i = 0; i < count; i++) {
                int bit = (int) (values[e] >>> i) & 1;
                sum += bit == 0 ? b[e * count + i] : call.role().first() - b[e * count + i];
            }
            out[e] = (byte) Math.floorMod(sum, shares.modulus());
        }
        return Residues.of(shares.modulus(), out);
    }

    private static long[] widened(Residues residues) {
        byte[] values = residues.values();
        long[] out = new long[values.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = values[i];
        }
        return out;
    }

    /** Row v: whether t = v, for all but the last v. */
    private static long[] oneHot(Residues t) {
        byte[] values = t.values();
        long[] out = new long[(NARROW - 1) * values.length];
        for (int e = 0; e < values.length; e++) {
            if (values[e] < NARROW - 1) {
                out[values[e] * values.length + e] = 1;
            }
        }
        return out;
    }

    /** The share of the entry at a public place; the last one is 1 minus the others. */
    private static long[] entry(Invocation call, long[] rows, Residues place) {
        byte[] at = place.values();
        long[] out = new long[at.length];
        for (int e = 0; e < at.length; e++) {
            if (at[e] < NARROW - 1) {
                out[e] = rows[at[e] * at.length + e];
            } else {
                out[e] = call.role().first();
                for (int v = 0; v < NARROW - 1; v++) {
                    out[e] -= rows[v * at.length + e];
                }
            }
        }
        return out;
    }
}
