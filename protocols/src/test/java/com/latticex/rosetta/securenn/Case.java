package com.latticex.rosetta.securenn;

import com.latticex.rosetta.party.Attributes;
import com.latticex.rosetta.party.Cost;
import com.latticex.rosetta.party.Operation;
import com.latticex.rosetta.tensor.FixedPoint;
import com.latticex.rosetta.tensor.Plain;
import com.latticex.rosetta.tensor.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * One operation with operands, what it must give and how far off it may be.
 *
 * @param bound largest absolute error as a function of the exact value
 * @param integer whether the result has scale 0
 */
record Case(
        String operation,
        Attributes attributes,
        List<Argument> arguments,
        Function<List<Clear>, Clear> expected,
        DoubleUnaryOperator bound,
        boolean integer) {
    /** One unit of the fixed-point format, and what doubles lose. */
    static final double UNIT = Math.scalb(1.0000001, -FixedPoint.DEFAULT.fractionBits());

    /**
     * @param secret whether it is shared; else all parties know it
     * @param integer whether it is shared at scale 0
     */
    record Argument(Clear clear, boolean secret, boolean integer) {
        Operation.Operand operand() {
            return secret
                    ? new Operation.Operand(clear.shape(), true)
                    : Operation.Operand.of(Plain.open(clear.shape(), clear.values()));
        }
    }

    /** Every way to compare that makes a difference to this operation. */
    Stream<ComparisonMethod> methods() {
        return Stream.of(ComparisonMethod.values())
                .filter(method ->
                        method == ComparisonMethod.DIGITS || !cost(method).equals(cost(ComparisonMethod.DIGITS)));
    }

    private Cost cost(ComparisonMethod method) {
        return new SecureNN(Comparisons.always(method))
                .operation(operation, attributes)
                .cost(arguments.stream().map(Argument::operand).toList());
    }

    /** Starts a case. */
    static Builder of(String operation) {
        return new Builder(operation);
    }

    static final class Builder {
        private final String operation;
        private final List<Argument> arguments = new ArrayList<>();
        private Attributes attributes = Attributes.NONE;
        private boolean integer;

        private Builder(String operation) {
            this.operation = operation;
        }

        Builder with(String attribute, Object value) {
            Map<String, Object> all = new HashMap<>(attributes.values());
            all.put(attribute, value);
            attributes = new Attributes(all);
            return this;
        }

        Builder secret(Clear clear) {
            arguments.add(new Argument(clear.map(Builder::rounded), true, false));
            return this;
        }

        Builder secret(Shape shape, double... values) {
            return secret(new Clear(shape, values));
        }

        Builder bits(Clear clear) {
            arguments.add(new Argument(clear, true, true));
            return this;
        }

        Builder open(Clear clear) {
            arguments.add(new Argument(clear, false, false));
            return this;
        }

        Builder open(Shape shape, double... values) {
            return open(new Clear(shape, values));
        }

        Builder givesInteger() {
            integer = true;
            return this;
        }

        Case expect(Function<List<Clear>, Clear> expected, double bound) {
            return expect(expected, exact -> bound);
        }

        Case expect(Function<List<Clear>, Clear> expected, DoubleUnaryOperator bound) {
            return new Case(operation, attributes, List.copyOf(arguments), expected, bound, integer);
        }

        private static double rounded(double value) {
            FixedPoint format = FixedPoint.DEFAULT;
            return format.decode(format.encode(value));
        }
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(operation);
        arguments.forEach(a ->
                text.append(a.secret() ? " secret" : " open").append(a.clear().shape()));
        return attributes.values().isEmpty() ? text.toString() : text + " " + attributes.values();
    }
}
