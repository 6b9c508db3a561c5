package com.latticex.rosetta.securenn;

import com.latticex.rosetta.party.Cost;
import com.latticex.rosetta.party.Dealing;
import com.latticex.rosetta.party.Invocation;
import com.latticex.rosetta.randomness.Mask;

/** Which method the comparisons of a session use. All parties must have the same. */
public final class Comparisons {
    private final ComparisonMethod method;

    private Comparisons(ComparisonMethod method) {
        this.method = method;
    }

    /** One method, whatever the size. */
    public static Comparisons always(ComparisonMethod method) {
        return new Comparisons(method);
    }

    /** The method for so many words. */
    ComparisonMethod method(long words) {
        return method;
    }

    Cost cost(ComparisonCost cost) {
        return cost.by(method(cost.words()));
    }

    /** Names what is dealt ahead to compare a value under this mask with so many thresholds. */
    Comparison deal(Invocation call, Dealing ahead, Mask mask, int thresholds) {
        return switch (method(mask.shape().size())) {
            case DIGITS -> new DigitComparison(call, ahead, mask, thresholds);
            case BITS -> new BitComparison(call, ahead, mask, thresholds);
        };
    }
}
