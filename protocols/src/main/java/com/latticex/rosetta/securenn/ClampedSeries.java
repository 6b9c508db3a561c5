package com.latticex.rosetta.securenn;

import com.latticex.rosetta.backend.RingBackend;
import com.latticex.rosetta.party.Cost;
import com.latticex.rosetta.party.Dealing;
import com.latticex.rosetta.party.Dealt;
import com.latticex.rosetta.party.Invocation;
import com.latticex.rosetta.party.Masked;
import com.latticex.rosetta.randomness.Mask;
import com.latticex.rosetta.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A function that is 0 below -8, a series on [-8, 8) and, from 8 on, either 1 or x: the sigmoid and its integral, in three rounds.
 *
 * <p>R1 opens c = x + r. Then F, the series at scale 2^s, is local; both comparisons work on c; F goes to the helper under a pad. R2 sends these to the helper. R3
 * answers e1, e2, the truncation of F and its products with e1 and e2 (and e2 r for the x branch). Result: (b1 - b2) F + b2 (1 or x), with b1 = [x >= -8], b2 = [x >= 8].
 */
final class ClampedSeries {
    private static final double EDGE = 8;

    /** log2 of the period, which is 32: odd harmonics of it are flat where the sigmoid is. */
    private static final int PERIOD = 5;

    /**
     * @param series the trigonometric part
     * @param constant the constant part
     * @param linear whether x / 2 is added inside, and x is the value above 8; else 1 is
     */
    record Form(TrigonometricSeries series, double constant, boolean linear) {
        int answers() {
            return linear ? 9 : 8;
        }

        /** The three rounds: 519 bytes a word with the x branch, else 511. */
        Cost cost(long words) {
            return Costs.openDealt(words, RingBackend.DIGITS + series.bytes())
                    .then(Costs.toHelper((2L * RingBackend.BLINDED + 8) * words))
                    .then(Costs.dealt(8L * answers() * words));
        }
    }

    private final Invocation call;
    private final Form form;
    private final Masked x;
    private final Tensor share;
    private final Comparison comparison;
    private final Dealt dealt;

    private ClampedSeries(Invocation call, Dealing ahead, Form form, Tensor share) {
        this.call = call;
        this.form = form;
        this.share = share;
        Mask mask = call.mask(share.shape());
        this.x = call.hide(share, mask);
        this.comparison = Comparison.deal(call, ahead, mask);
        this.dealt = form.series.deal(call, ahead, mask, period());
    }

    /** Names what is dealt ahead. */
    static ClampedSeries deal(Invocation call, Dealing ahead, Form form, Tensor x) {
        return new ClampedSeries(call, ahead, form, x);
    }

    /** The three rounds, for an operation that does nothing beside. */
    static Tensor of(Invocation call, Form form, Tensor x) {
        Dealing ahead = call.dealing();
        ClampedSeries function = deal(call, ahead, form, x);
        ahead.send();
        call.open(function.x());
        return function.ask().answer();
    }

    /** x under its mask, to be opened. */
    Masked x() {
        return x;
    }

    private int period() {
        return call.fixedPoint().fractionBits() + PERIOD;
    }

    /** Sends the comparisons and F to the helper. */
    Question ask() {
        int fraction = call.fixedPoint().fractionBits();
        int scale = form.series.resultScale();
        long edge = Math.round(Math.scalb(EDGE, fraction));
        Tensor f = form.series.of(call, x.opened(), period(), dealt);
        if (form.linear) {
            f = f.plus(share.times(1L << (scale - fraction - 1)));
        }
        f = call.addPublic(f, Math.round(Math.scalb(form.constant, scale)));
        Question question = new Question(
                comparison.atLeast(x, -edge),
                comparison.atLeast(x, edge),
                new BlindTruncation(call, f, scale - fraction));
        call.toHelper(question.low.digits(), question.high.digits(), question.value.message());
        return question;
    }

    /** What the helper has been asked. */
    final class Question {
        private final BlindBit low;
        private final BlindBit high;
        private final BlindTruncation value;

        private Question(BlindBit low, BlindBit high, BlindTruncation value) {
            this.low = low;
            this.high = high;
            this.value = value;
        }

        /** The share of the result, at the session's scale. */
        Tensor answer() {
            Dealing answer = call.dealing();
            Dealt e1 = answer.words(low.e());
            Dealt e2 = answer.words(high.e());
            BlindTruncation.Answer plain = value.answer(answer);
            BlindTruncation.Answer byLow = value.answer(answer, e1.value());
            BlindTruncation.Answer byHigh = value.answer(answer, e2.value());
            @Nullable
            Dealt e2r = form.linear ? answer.words(e2.value().times(x.mask().value())) : null;
            answer.send();
            Tensor f = value.share(plain);
            Tensor inside =
                    low.times(f, value.share(byLow, e1.share())).minus(high.times(f, value.share(byHigh, e2.share())));
            return inside.plus(
                    e2r == null
                            ? high.share(e2.share())
                                    .times(1L << call.fixedPoint().fractionBits())
                            : high.times(share, x.opened().times(e2.share()).minus(e2r.share())));
        }
    }
}
