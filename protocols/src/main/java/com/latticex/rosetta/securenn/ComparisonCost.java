package com.latticex.rosetta.securenn;

import com.latticex.rosetta.backend.RingBackend;
import com.latticex.rosetta.party.Cost;

/**
 * What it costs to compare with so many thresholds and to do what goes along. All but {@code words} is for one word.
 *
 * @param opened bytes that P0 and P1 open to each other first, each way: 8 for x
 * @param ahead bytes dealt ahead
 * @param thresholds how many bits are wanted
 * @param beside bytes opened beside the comparison, each way
 * @param products words dealt that have a bit as a factor
 */
record ComparisonCost(long words, long opened, long ahead, int thresholds, long beside, long products) {
    /** A comparison with one threshold and so many products. */
    static ComparisonCost of(long words, long products) {
        return new ComparisonCost(words, 8, 0, 1, 0, products);
    }

    Cost by(ComparisonMethod method) {
        return switch (method) {
            case DIGITS -> digits();
            case BITS -> bits();
        };
    }

    private Cost digits() {
        return Costs.exchange(opened * words)
                .beside(Costs.dealt((RingBackend.DIGITS + ahead) * words))
                .then(Costs.toHelper((long) RingBackend.BLINDED * thresholds * words)
                        .beside(Costs.exchange(beside * words)))
                .then(Costs.dealt(8 * products * words));
    }

    private Cost bits() {
        long plane = 8 * RingBackend.planeWords(words);
        Cost cost = Costs.exchange(opened * words)
                .beside(Costs.dealt((ahead + 8 * products) * words + (RingBackend.ONE_HOTS + 26L * thresholds) * plane))
                .then(Costs.exchange(beside * words + 23L * thresholds * plane));
        for (long masked : new long[] {11, 5, 2, 1}) {
            cost = cost.then(Costs.exchange(masked * thresholds * plane));
        }
        return cost;
    }
}
