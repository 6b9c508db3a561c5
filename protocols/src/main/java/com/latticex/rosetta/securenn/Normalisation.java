package com.latticex.rosetta.securenn;

import com.latticex.rosetta.backend.RingBackend;
import com.latticex.rosetta.error.ConfigurationException;
import com.latticex.rosetta.party.BlindedSlots;
import com.latticex.rosetta.party.Cost;
import com.latticex.rosetta.party.Dealing;
import com.latticex.rosetta.party.Dealt;
import com.latticex.rosetta.party.DealtResidues;
import com.latticex.rosetta.party.Invocation;
import com.latticex.rosetta.party.Masked;
import com.latticex.rosetta.party.Role;
import com.latticex.rosetta.randomness.Mask;
import com.latticex.rosetta.tensor.Residues;
import com.latticex.rosetta.tensor.Shape;
import com.latticex.rosetta.tensor.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * x in [2^-10, 2^21) as y 2^-k: y = x S, S = 2^(31 - slot), with y / 2^(f+22) in (1/4, 1); S, y and the one-hots of the slot stay shared. 287 bytes, 4 rounds (with
 * {@link #y} and {@link #scale}).
 *
 * <p>With c = x + r opened, d_i = c_i - r_i are signed digits of x. The first i from the top with d_i != 0 and d_(i-1) != -1 has 2^(i-1) < x < 2^(i+1): a prefix
 * 0..0 1 -1 .. -1 is worth 1 at i. f_i, which says so for digit i, and D_i = 1 - f_i + sum of f above i are linear in dealt shares modulo 67 of r_i and r_i r_(i-1), with public
 * coefficients; 0 <= D_i <= 32 and exactly one is 0 (the last f is 1, a sentinel). The helper finds the zero's slot up to a uniform exclusive or and answers its
 * one-hots.
 */
final class Normalisation {
    /** Digits looked at, from 2^-10 to 2^21. */
    private static final int SLOTS = BlindedSlots.SLOTS;

    private static final int BELOW = 10;
    private static final int LOW = 8;
    private static final int HIGH = 4;
    private static final int P = RingBackend.MODULUS;

    private final Invocation call;
    private final Masked x;
    private final DealtResidues bits;
    private final DealtResidues pairs;
    private final Mask a;
    private final Mask b;
    private final Dealt ab;
    private final Dealt ar;
    private final Dealt br;
    private final Dealt abr;
    private long[] low = {};
    private long[] high = {};
    private @Nullable Masked hiddenA;
    private @Nullable Masked hiddenB;

    private Normalisation(Invocation call, Dealing ahead, Tensor share) {
        this.call = call;
        Shape shape = share.shape();
        Mask r = call.mask(shape);
        this.x = call.hide(share, r);
        long[] mask = r.value().isPresent() ? call.download(r.value()) : new long[0];
        int words = Math.toIntExact(shape.size());
        this.bits = ahead.residues(maskBits(mask, words, SLOTS, 0));
        this.pairs = ahead.residues(maskBits(mask, words, SLOTS - 1, 1));
        this.a = call.mask(shape);
        this.b = call.mask(shape);
        Tensor product = a.value().times(b.value());
        this.ab = ahead.words(product);
        this.ar = ahead.words(a.value().times(r.value()));
        this.br = ahead.words(b.value().times(r.value()));
        this.abr = ahead.words(product.times(r.value()));
    }

    /** Names what is dealt ahead. */
    static Normalisation deal(Invocation call, Dealing ahead, Tensor x) {
        int fraction = call.fixedPoint().fractionBits();
        if (fraction < BELOW || fraction > 17) {
            throw new ConfigurationException(
                    call + " needs 10 to 17 fraction bits for its domain of 2^-10 to 2^20, not " + fraction);
        }
        return new Normalisation(call, ahead, x);
    }

    /** The first three rounds and the opening of both factors of S, with others beside: 63 + 32 dealt, 16 + 64 + 80 + 32 bytes. */
    static Cost cost(Shape shape) {
        long words = shape.size();
        return Costs.openDealt(words, 95)
                .then(Costs.toHelper(SLOTS * words))
                .then(Costs.dealt(80 * words))
                .then(Costs.open(shape, shape));
    }

    /** x under its mask, to be opened first. */
    Masked x() {
        return x;
    }

    /** log2 of 2 pi's worth of y in the series: two turns of [0, 2^(f+22)). */
    static int periodBits(Invocation call) {
        return call.fixedPoint().fractionBits() + 23;
    }

    private int lowest() {
        return call.fixedPoint().fractionBits() - BELOW;
    }

    /** Bits of the mask from the lowest digit on, or their products with the bit below. */
    private Residues maskBits(long[] mask, int words, int count, int pair) {
        if (mask.length < words || call.role() != Role.P2) {
            return Residues.absent(P, words * count);
        }
        byte[] values = new byte[words * count];
        for (int e = 0; e < words; e++) {
            for (int i = 0; i < count; i++) {
                long digit = mask[e] >>> (lowest() + i + pair);
                values[e * count + i] = (byte) (digit & (pair == 0 ? 1 : mask[e] >>> (lowest() + i)) & 1);
            }
        }
        return Residues.of(P, values);
    }

    /** Asks the helper for the slot (round 2) and takes its one-hots (round 3). */
    void locate() {
        Shape shape = x.shape();
        BlindedSlots slots = call.blindSlots(shape, call.role().isHelper() ? bits.share() : differences());
        call.toHelper(slots);
        Dealing answer = call.dealing();
        int words = Math.toIntExact(shape.size());
        Dealt lowAnswer =
                answer.words(call.onHost(slots.slot(), Shape.of(LOW - 1, words), j -> oneHots(j, LOW - 1, 0, LOW - 1)));
        Dealt highAnswer = answer.words(
                call.onHost(slots.slot(), Shape.of(HIGH - 1, words), j -> oneHots(j, HIGH - 1, 3, HIGH - 1)));
        answer.send();
        if (!call.role().isHelper()) {
            long[] rho = call.download(slots.rho());
            low = indicators(call.download(lowAnswer.share()), rho, LOW, 0);
            high = indicators(call.download(highAnswer.share()), rho, HIGH, 3);
        }
        hiddenA = call.hide(linear(new long[LOW], powers(HIGH, 8)), a);
        hiddenB = call.hide(linear(powers(LOW, 1), new long[HIGH]), b);
    }

    private static long[] powers(int count, int step) {
        long[] powers = new long[count];
        for (int v = 0; v < count; v++) {
            powers[v] = 1L << step * (count - 1 - v);
        }
        return powers;
    }

    /** Shares of D_i for all digits, at the place of the digit. */
    private Residues differences() {
        long[] c = call.download(x.opened());
        byte[] r = bits.share().values();
        byte[] rr = pairs.share().values();
        int first = call.role().first();
        byte[] d = new byte[c.length * SLOTS];
        for (int e = 0; e < c.length; e++) {
            int above = 0;
            for (int i = SLOTS - 1; i >= 0; i--) {
                int f = first;
                if (i > 0) {
                    int ci = (int) (c[e] >>> (lowest() + i)) & 1;
                    int below = (int) (c[e] >>> (lowest() + i - 1)) & 1;
                    int sign = 1 - 2 * ci;
                    f = ci * first + sign * r[e * SLOTS + i];
                    if (below == 0) {
                        f -= ci * r[e * SLOTS + i - 1] + sign * rr[e * (SLOTS - 1) + i - 1];
                    }
                }
                d[e * SLOTS + i] = (byte) Math.floorMod(first - f + above, P);
                above = (above + f) % P;
            }
        }
        return Residues.of(P, d);
    }

    /** Row v: whether the chosen bits of the slot are v, for all but the last v. */
    private static long[] oneHots(long[] slots, int mask, int shift, int rows) {
        long[] out = new long[rows * slots.length];
        for (int v = 0; v < rows; v++) {
            for (int e = 0; e < slots.length; e++) {
                out[v * slots.length + e] = (slots[e] >>> shift & mask) == v ? 1 : 0;
            }
        }
        return out;
    }

    /** Completes the last row and takes the exclusive or off the index: row v belongs to the true value v. */
    private long[] indicators(long[] shares, long[] rho, int count, int shift) {
        int words = rho.length;
        long[] rows = Arrays.copyOf(shares, count * words);
        long[] out = new long[count * words];
        for (int e = 0; e < words; e++) {
            long last = call.role().first();
            for (int v = 0; v < count - 1; v++) {
                last -= rows[v * words + e];
            }
            rows[(count - 1) * words + e] = last;
            int turn = (int) (rho[e] >>> shift) & (count - 1);
            for (int v = 0; v < count; v++) {
                out[v * words + e] = rows[(v ^ turn) * words + e];
            }
        }
        return out;
    }

    /** A share of the sum of low[slot mod 8] and high[slot / 8]. */
    Tensor linear(long[] lowTerms, long[] highTerms) {
        Shape shape = x.shape();
        int words = Math.toIntExact(shape.size());
        if (call.role().isHelper()) {
            return Tensor.absent(call.scope(), shape);
        }
        long[] sum = new long[words];
        for (int e = 0; e < words; e++) {
            for (int v = 0; v < LOW; v++) {
                sum[e] += lowTerms[v] * low[v * words + e];
            }
            for (int v = 0; v < HIGH; v++) {
                sum[e] += highTerms[v] * high[v * words + e];
            }
        }
        return call.upload(shape, sum);
    }

    /** 2^(8 (3 - slot / 8)) under its mask, to be opened in round 4. */
    Masked a() {
        return present(hiddenA);
    }

    /** 2^(7 - slot mod 8) under its mask, to be opened in round 4. */
    Masked b() {
        return present(hiddenB);
    }

    private static Masked present(@Nullable Masked masked) {
        if (masked == null) {
            throw new IllegalStateException("locate the slot first");
        }
        return masked;
    }

    /** A share of S. */
    Tensor scale() {
        return new Bilinear.Elementwise(x.shape())
                .share(call, a().opened(), b().opened(), a.share(), b.share(), ab.share());
    }

    /** A share of y = x S = (c - r)(A - a)(B - b). */
    Tensor y() {
        Tensor c = x.opened();
        Tensor ma = a().opened();
        Tensor mb = b().opened();
        Tensor both = ma.times(mb);
        Tensor linear = ab.share().minus(ma.times(b.share())).minus(mb.times(a.share()));
        Tensor share = c.times(linear)
                .minus(both.times(x.mask().share()))
                .plusProduct(ma, br.share())
                .plusProduct(mb, ar.share())
                .minus(abr.share());
        return call.addPublic(share, c.times(both));
    }
}
