package com.latticex.rosetta.cli.demo;

import com.latticex.rosetta.cli.data.NpyFile;
import com.latticex.rosetta.cli.job.JobReader;
import com.latticex.rosetta.cli.run.PlainRun;

/**
 * The demonstration's graph trained by TensorFlow alone on the joined data.
 *
 * @param maxWeightDifference largest difference to the weights the private run revealed
 */
record PlainResult(double accuracy, double auc, double maxWeightDifference) {
    static PlainResult train(DemoFolder folder) {
        PlainRun.Result plain = PlainRun.of(JobReader.read(folder.job()));
        double difference = Math.max(
                difference(
                        plain.trained("kernel").numbers(),
                        NpyFile.read(folder.kernel()).values()),
                difference(
                        plain.trained("bias").numbers(),
                        NpyFile.read(folder.bias()).values()));
        return new PlainResult(plain.metric("accuracy"), plain.metric("auc"), difference);
    }

    private static double difference(double[] a, double[] b) {
        if (a.length != b.length) {
            return Double.NaN;
        }
        double most = 0;
        for (int i = 0; i < a.length; i++) {
            most = Math.max(most, Math.abs(a[i] - b[i]));
        }
        return most;
    }
}
