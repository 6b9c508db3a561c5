package com.latticex.rosetta.securenn;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The sigmoid and its integral as series of the odd harmonics of period 32.
 *
 * <p>sigmoid(x) = 1/2 + sum of a_k sin(2 pi k x / 32) on [-8, 8] up to 2.92e-4; outside it is 0 or 1 up to 3.36e-4. softplus(x) = log(1 + e^x) is its
 * integral, x/2 + 4.000375 - sum of a_k / w_k cos(w_k x) with w_k = 2 pi k / 32, up to 1.28e-4 on [-8, 8], and 0 or x outside, up to 3.36e-4. The truncation adds one unit 2^-f.
 */
final class Logistic {
    private static final List<Double> AMPLITUDES =
            List.of(.59806155, .12647766, .03607351, .01042618, .00308479, .00094318);

    /** Middle of the range of softplus(x) - x/2 + sum of a_k / w_k cos(w_k x) on [-8, 8]. */
    private static final double OFFSET = 4.000375136948502;

    static final ClampedSeries.Form SIGMOID =
            new ClampedSeries.Form(new TrigonometricSeries(zeros(), AMPLITUDES, 2, 30), 0.5, false);

    /** Reaches 8 at 58 fraction bits, below 2^62. */
    static final ClampedSeries.Form SOFTPLUS =
            new ClampedSeries.Form(new TrigonometricSeries(integrated(), zeros(), 2, 28), OFFSET, true);

    private Logistic() {}

    private static List<Double> zeros() {
        return Collections.nCopies(AMPLITUDES.size(), 0.0);
    }

    private static List<Double> integrated() {
        List<Double> cosines = new ArrayList<>();
        for (int k = 0; k < AMPLITUDES.size(); k++) {
            cosines.add(-AMPLITUDES.get(k) * 16 / (Math.PI * (2 * k + 1)));
        }
        return cosines;
    }
}
