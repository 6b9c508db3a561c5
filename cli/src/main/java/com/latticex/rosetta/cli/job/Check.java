package com.latticex.rosetta.cli.job;

/** Conditions on values of a job; failures are reported with the path of the key. */
final class Check {
    private Check() {}

    static int range(String key, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(key + " must be " + least + " to " + most + ", not " + value);
        }
        return value;
    }

    static int party(String key, int value) {
        if (value < 0 || value > 2) {
            throw new IllegalArgumentException(key + ": there is no party " + value + "; parties are 0, 1 and 2");
        }
        return value;
    }

    static void that(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }

    /** {@code name} for {@code name:0}: the first output of an operation needs no number. */
    static String node(String tensor) {
        return tensor.endsWith(":0") ? tensor.substring(0, tensor.length() - 2) : tensor;
    }
}
