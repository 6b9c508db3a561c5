package com.latticex.rosetta.securenn;

import com.latticex.rosetta.error.ConfigurationException;
import com.latticex.rosetta.party.Invocation;
import com.latticex.rosetta.tensor.Plain;
import com.latticex.rosetta.tensor.Secret;
import com.latticex.rosetta.tensor.Tensor;
import com.latticex.rosetta.tensor.Value;

/** Numbers to ring words and back, at the session's scale or, for integers and bits, at scale 0. */
final class Encoding {
    private Encoding() {}

    static long[] words(Invocation call, Plain plain, boolean integer) {
        double[] values = plain.values();
        long[] words = new long[values.length];
        for (int i = 0; i < words.length; i++) {
            try {
                words[i] = integer ? whole(values[i]) : call.fixedPoint().encode(values[i]);
            } catch (ArithmeticException e) {
                throw new ConfigurationException(
                        "element " + i + " of the operand " + plain.shape() + " of " + call + ": " + e.getMessage(), e);
            }
        }
        return words;
    }

    static double[] values(Invocation call, long[] words, boolean integer) {
        double[] values = new double[words.length];
        for (int i = 0; i < words.length; i++) {
            values[i] = integer ? words[i] : call.fixedPoint().decode(words[i]);
        }
        return values;
    }

    /** A secret's share, or shares of a public value. */
    static Tensor share(Invocation call, Value value, boolean integer) {
        return switch (value) {
            case Secret secret -> secret.in(call.scope());
            case Plain plain -> call.ofPublic(call.constants(plain.shape(), words(call, plain, integer)));
        };
    }

    private static long whole(double value) {
        if (value != Math.rint(value) || Math.abs(value) >= 0x1p53) {
            throw new ArithmeticException("a value is not an integer below 2^53");
        }
        return (long) value;
    }
}
