package com.latticex.rosetta.securenn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.latticex.rosetta.error.ConfigurationException;
import com.latticex.rosetta.party.Attributes;
import com.latticex.rosetta.party.Cost;
import com.latticex.rosetta.party.Operation.Operand;
import com.latticex.rosetta.party.Role;
import com.latticex.rosetta.tensor.Plain;
import com.latticex.rosetta.tensor.Shape;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bytes a word and rounds as promised; that they are what is sent is {@link ProtocolContractTest}'s business. */
class CostTableTest {
    private static final long WORDS = 1000;

    @ParameterizedTest
    @CsvSource({
        "Add, 2, 0, 0",
        "Neg, 1, 0, 0",
        "Mul, 2, 72, 2",
        "Square, 1, 56, 2",
        "Truncate, 1, 32, 1",
        "GreaterEqual, 2, 215, 3",
        "Greater, 2, 215, 3",
        "LessEqual, 2, 215, 3",
        "Less, 2, 215, 3",
        "Relu, 1, 223, 3",
        "TruncatedRelu, 1, 247, 3",
        "ReluGrad, 2, 239, 3",
        "Select, 3, 40, 1",
        "Sigmoid, 1, 511, 3",
        "SigmoidGrad, 2, 88, 2",
        "Tanh, 1, 511, 3",
        "TanhGrad, 2, 88, 2",
        "Softplus, 1, 519, 3",
        "SigmoidCrossEntropy, 2, 575, 3",
        "SigmoidCrossEntropyGrad, 3, 583, 5",
        "Equal, 2, 147, 3",
        "NotEqual, 2, 147, 3",
        "LogicalAnd, 2, 40, 1",
        "Maximum, 2, 223, 3",
        "Abs, 1, 223, 3",
        "Sign, 1, 351, 3",
        "Relu6, 1, 367, 3",
        "Relu6Grad, 2, 383, 3",
        "Exp, 1, 479, 3",
        "Log, 1, 399, 6",
        "Log1p, 1, 399, 6",
        "Rsqrt, 1, 503, 7",
        "Sqrt, 1, 575, 9",
        "Reciprocal, 1, 710, 11",
        "Div, 2, 774, 11",
        "SoftplusGrad, 2, 583, 5",
    })
    void bytesAndRounds(String operation, int operands, long bytes, int rounds) {
        Cost cost = cost(
                operation,
                Attributes.NONE,
                Collections.nCopies(operands, new Operand(Shape.of(WORDS), true))
                        .toArray(Operand[]::new));
        assertThat(cost.total()).isEqualTo(bytes * WORDS);
        assertThat(cost.rounds()).isEqualTo(rounds);
    }

    /** By planes of bits, bytes in quarters, for a multiple of 64 words. */
    @ParameterizedTest
    @CsvSource({
        "GreaterEqual, 2, 68.75",
        "Relu, 1, 76.75",
        "TruncatedRelu, 1, 100.75",
        "ReluGrad, 2, 92.75",
        "Maximum, 2, 76.75",
        "Sign, 1, 90.5",
        "Relu6, 1, 106.5",
        "Relu6Grad, 2, 122.5",
        "Sigmoid, 1, 250.5",
        "Softplus, 1, 258.5",
        "Exp, 1, 218.5",
    })
    void bytesByBits(String operation, int operands, double bytes) {
        long words = 640;
        Cost cost = new SecureNN(Comparisons.always(ComparisonMethod.BITS))
                .operation(operation, Attributes.NONE)
                .cost(Collections.nCopies(operands, new Operand(Shape.of(words), true)));
        assertThat((double) cost.total() / words).isEqualTo(bytes);
        assertThat(cost.rounds()).isEqualTo(6);
    }

    @ParameterizedTest
    @CsvSource({"0, 8, 1", "1, 8, 1", "2, 16, 1", "'0,1', 16, 1", "'0, 1, 2', 32, 1"})
    void reveal(String receivers, long bytes, int rounds) {
        Cost cost = cost("Reveal", attribute("receivers", receivers), new Operand(Shape.of(WORDS), true));
        assertThat(cost.total()).isEqualTo(bytes * WORDS);
        assertThat(cost.rounds()).isEqualTo(rounds);
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 0", "1, 0, 0", "2, 8, 1"})
    void input(long owner, long bytes, int rounds) {
        Cost cost = cost("Input", attribute("owner", owner), new Operand(Shape.of(WORDS), false));
        assertThat(cost.total()).isEqualTo(bytes * WORDS);
        assertThat(cost.rounds()).isEqualTo(rounds);
    }

    @ParameterizedTest
    @CsvSource({"Reciprocal, 1, 463, 7", "Div, 2, 527, 8"})
    void positiveDivisors(String operation, int operands, long bytes, int rounds) {
        Operand[] secrets = Collections.nCopies(operands, new Operand(Shape.of(WORDS), true))
                .toArray(Operand[]::new);
        Cost cost = cost(operation, attribute("positive", true), secrets);
        assertThat(cost.total()).isEqualTo(bytes * WORDS);
        assertThat(cost.rounds()).isEqualTo(rounds);
    }

    @Test
    void exponentialOfAKnownRange() {
        Cost cost = cost("Exp", attribute("saturate", false), new Operand(Shape.of(WORDS), true));
        assertThat(cost.total()).isEqualTo(112 * WORDS);
        assertThat(cost.rounds()).isEqualTo(2);
    }

    /** Maximum of 4: 669 bytes and 6 rounds; then 383 bytes an entry and 479 a row, 12 rounds. */
    @Test
    void softmax() {
        Operand axis = Operand.of(Plain.open(Shape.SCALAR, 1));
        Operand logits = new Operand(Shape.of(WORDS, 4), true);
        Cost max = cost("Max", Attributes.NONE, logits, axis);
        assertThat(max.total()).isEqualTo(669 * WORDS);
        assertThat(max.rounds()).isEqualTo(6);
        Cost softmax = cost("Softmax", Attributes.NONE, logits);
        assertThat(softmax.total() - max.total()).isEqualTo((383 * 4 + 479) * WORDS);
        assertThat(softmax.rounds() - max.rounds()).isEqualTo(12);
    }

    @Test
    void matrixProduct() {
        Cost cost =
                cost("MatMul", Attributes.NONE, new Operand(Shape.of(7, 5), true), new Operand(Shape.of(5, 3), true));
        assertThat(cost.total()).isEqualTo(16 * (35 + 15) + (8 + 32) * 21);
        assertThat(cost.rounds()).isEqualTo(2);
    }

    /** A public factor that is not known yet may need a truncation; integers need none. */
    @Test
    void publicFactor() {
        Operand secret = new Operand(Shape.of(WORDS), true);
        assertThat(cost("Mul", Attributes.NONE, secret, new Operand(Shape.SCALAR, false))
                        .total())
                .isEqualTo(32 * WORDS);
        assertThat(cost("Mul", Attributes.NONE, secret, Operand.of(Plain.open(Shape.SCALAR, 0.1)))
                        .total())
                .isEqualTo(32 * WORDS);
        assertThat(cost("Mul", Attributes.NONE, secret, Operand.of(Plain.open(Shape.SCALAR, -7))))
                .isEqualTo(Cost.FREE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Add|[2] and [3], which do not broadcast",
                "Mul|[2] and [3], which do not broadcast",
                "MatMul|at least two axes",
                "ReluGrad|[2] and [3], which do not broadcast",
                "Relu|takes 1 operands, not 2",
                "Nonsense|has no operation Nonsense; it has Abs, Add",
            })
    void refusalsSayWhatDoesNotFit(String operation, String message) {
        assertThatThrownBy(() -> cost(
                        operation, Attributes.NONE, new Operand(Shape.of(2), true), new Operand(Shape.of(3), true)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(operation)
                .hasMessageContaining(message);
    }

    @Test
    void privateOperandsAreNotTakenForPublicOnes() {
        Plain secretRate = Plain.unknown(Shape.SCALAR, Set.of(Role.P0));
        assertThatThrownBy(() -> cost("Mul", Attributes.NONE, new Operand(Shape.of(2), true), Operand.of(secretRate)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("private to [P0]; share it by Input first");
    }

    private static Attributes attribute(String name, Object value) {
        return new Attributes(Map.of(name, value));
    }

    private static Cost cost(String operation, Attributes attributes, Operand... operands) {
        return new SecureNN().operation(operation, attributes).cost(List.of(operands));
    }
}
