package com.latticex.rosetta.bench;

import com.latticex.rosetta.party.Attributes;
import com.latticex.rosetta.party.Cost;
import com.latticex.rosetta.party.Operation;
import com.latticex.rosetta.party.Operation.Operand;
import com.latticex.rosetta.securenn.ComparisonMethod;
import com.latticex.rosetta.securenn.Comparisons;
import com.latticex.rosetta.securenn.SecureNN;
import com.latticex.rosetta.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * An operation on secrets of given shapes. Written {@code Relu(100000)} or {@code MatMul(128x784 784x128)}; attributes that are
 * set to true follow the name after a colon, as in {@code Reciprocal:positive(1000)}; how to compare follows an at sign, as in {@code Relu@BITS(100000)}.
 */
record Workload(String name, Attributes attributes, Comparisons comparisons, List<Shape> operands) {
    static Workload parse(String text) {
        String[] parts = text.strip().split("[()]", -1);
        String[] method = parts[0].split("@", -1);
        String[] name = method[0].split(":", -1);
        Attributes attributes = name.length == 1 ? Attributes.NONE : new Attributes(Map.of(name[1], true));
        return new Workload(
                name[0],
                attributes,
                Comparisons.always(method.length == 1 ? ComparisonMethod.DIGITS : ComparisonMethod.valueOf(method[1])),
                Stream.of(parts[1].split(" ", -1)).map(Workload::shape).toList());
    }

    private static Shape shape(String text) {
        return Shape.of(Arrays.stream(text.strip().split("x", -1))
                .mapToLong(Long::parseLong)
                .toArray());
    }

    Operation operation() {
        return new SecureNN(comparisons).operation(name, attributes);
    }

    Cost cost() {
        return operation()
                .cost(operands.stream().map(shape -> new Operand(shape, true)).toList());
    }
}
