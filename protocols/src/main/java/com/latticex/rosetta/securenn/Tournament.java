package com.latticex.rosetta.securenn;

import com.latticex.rosetta.party.Cost;
import com.latticex.rosetta.party.Invocation;
import com.latticex.rosetta.tensor.Shape;
import com.latticex.rosetta.tensor.Tensor;

/** The largest of n values along axes: ceil(log2 n) levels of comparisons, n - 1 in all; each level one ReLU a pair. */
final class Tournament {
    private Tournament() {}

    static Cost cost(Comparisons how, Reduction reduction) {
        Cost cost = Cost.FREE;
        for (long n = reduction.count(); n > 1; n -= n / 2) {
            cost = cost.then(Relu.cost(how, Shape.of(n / 2, reduction.out().size())));
        }
        return cost;
    }

    /** The maximum over a reduction's axes, of which there is at least one element. */
    static Tensor max(Invocation call, Comparisons how, Tensor x, Reduction reduction) {
        Tensor rows = reduction.axesFirst(x);
        long n = reduction.count();
        long rest = reduction.out().size();
        while (n > 1) {
            long half = n / 2;
            Tensor a = rows.rows(0, half);
            Tensor b = rows.rows(half, half);
            Tensor winners = b.plus(Relu.of(call, how, a.minus(b)));
            rows = n % 2 == 0 ? winners : winners.stack(rows.rows(n - 1, 1));
            n -= half;
        }
        return rows.reshape(Shape.of(rest)).reshape(reduction.out());
    }
}
