package com.latticex.rosetta.securenn;

import static com.latticex.rosetta.securenn.Case.UNIT;

import com.latticex.rosetta.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.DoubleStream;

/** Operands for every operation: random ones, edges, broadcasting, all ranks, nothing. */
final class Cases {
    private static final Shape NONE = Shape.of(0);
    private static final double CURVE = 3.4e-4 + UNIT;

    private final Random random;
    private final List<Case> cases = new ArrayList<>();

    private Cases(long seed) {
        random = new Random(seed);
    }

    static List<Case> seeded(long seed) {
        Cases all = new Cases(seed);
        all.linear();
        all.products();
        all.matrices();
        all.reductions();
        all.comparisons();
        all.curves();
        all.losses();
        all.choices();
        all.divisions();
        all.transcendentals();
        all.powers();
        return all.cases;
    }

    private void linear() {
        for (Shape shape : List.of(Shape.SCALAR, NONE, Shape.of(3), Shape.of(2, 3, 2))) {
            Clear x = uniform(shape, 1000);
            Clear y = uniform(shape, 1000);
            add(Case.of("Add").secret(x).secret(y).expect(v -> v.get(0).combine(v.get(1), Double::sum), 0));
            add(Case.of("Neg").secret(x).expect(v -> v.get(0).map(a -> -a), 0));
        }
        Clear column = uniform(Shape.of(4, 1), 1e6);
        Clear row = uniform(Shape.of(3), 1e6);
        add(Case.of("Sub").secret(column).secret(row).expect(v -> v.get(0).combine(v.get(1), (a, b) -> a - b), 0));
        add(Case.of("Sub").open(column).secret(row).expect(v -> v.get(0).combine(v.get(1), (a, b) -> a - b), UNIT));
        add(Case.of("Add").secret(column).open(row).expect(v -> v.get(0).combine(v.get(1), Double::sum), UNIT));
        add(Case.of("FromBit").bits(bits(Shape.of(5))).expect(v -> v.get(0), 0));
    }

    private void products() {
        for (Shape shape : List.of(Shape.SCALAR, NONE, Shape.of(50))) {
            add(mul(Case.of("Mul").secret(uniform(shape, 1e4)).secret(uniform(shape, 1e4)), UNIT));
            add(Case.of("Square")
                    .secret(uniform(shape, 3e4))
                    .expect(v -> v.get(0).map(a -> a * a), UNIT));
        }
        Clear edge = new Clear(Shape.of(6), 0, 1, -1, 32767.99, -32767.99, UNIT);
        add(mul(Case.of("Mul").secret(edge).secret(edge), UNIT));
        add(mul(Case.of("Mul").secret(uniform(Shape.of(4, 1), 9)).secret(uniform(Shape.of(3), 9)), UNIT));
        Clear wide = uniform(Shape.of(2, 3), 1e5);
        for (double k : new double[] {1e-6, 1.0 / 569, 0.1, 0.5, -0.75, 123.456, 1e9 / 7}) {
            double error = 1e5 * Math.abs(k) * 0x1p-22 + UNIT;
            Clear small = k > 1e6 ? uniform(Shape.of(2, 3), 10) : wide;
            add(mul(Case.of("Mul").secret(small).open(Shape.SCALAR, k), k > 1e6 ? 10 * k * 0x1p-22 + UNIT : error));
        }
        add(mul(Case.of("Mul").open(Shape.of(3), 0, -3, 1000).secret(wide), 0));
        add(mul(Case.of("Mul").open(Shape.of(3, 1), 0.3, -3, 10).secret(row()), 1e3 * 10 * 0x1p-22 + UNIT));
        add(Case.of("Div")
                .secret(wide)
                .open(Shape.of(3), 569, -4, 0.01)
                .expect(v -> v.get(0).combine(v.get(1), (a, b) -> a / b), 1e5 * 100 * 0x1p-22 + UNIT));
        add(Case.of("Div")
                .secret(wide)
                .open(Shape.SCALAR, 0.25)
                .expect(v -> v.get(0).map(a -> 4 * a), 0));
        add(Case.of("Truncate")
                .with("bits", 7L)
                .secret(wide)
                .expect(v -> v.get(0).map(a -> a / 128), UNIT));
        add(Case.of("ApplyGradientDescent")
                .secret(uniform(Shape.of(3, 2), 100))
                .open(Shape.SCALAR, 1e-6)
                .secret(uniform(Shape.of(3, 2), 1e6))
                .expect(v -> v.get(0).combine(v.get(2), (w, g) -> w - 1e-6 * g), UNIT + 1e-6));
    }

    private Clear row() {
        return uniform(Shape.of(1, 4), 1e3);
    }

    private Case mul(Case.Builder builder, double bound) {
        return builder.expect(v -> v.get(0).combine(v.get(1), (a, b) -> a * b), bound);
    }

    private void matrices() {
        matmul(Shape.of(3, 5), Shape.of(5, 2), false, false);
        matmul(Shape.of(5, 3), Shape.of(2, 5), true, true);
        matmul(Shape.of(5, 3), Shape.of(5, 2), true, false);
        matmul(Shape.of(1, 4), Shape.of(6, 4), false, true);
        matmul(Shape.of(2, 3, 4), Shape.of(4, 5), false, false);
        matmul(Shape.of(2, 1, 3, 4), Shape.of(3, 4, 2), false, false);
        matmul(Shape.of(3, 0), Shape.of(0, 2), false, false);
        matmul(Shape.of(0, 3), Shape.of(3, 2), false, false);
        Clear x = uniform(Shape.of(4, 3), 100);
        Clear y = uniform(Shape.of(3, 2), 100);
        double error = 3 * 100 * 100 * 0x1p-22 + UNIT;
        add(Case.of("MatMul").open(x).secret(y).expect(v -> v.get(0).matmul(v.get(1)), error));
        add(Case.of("MatMul").secret(x).open(y).expect(v -> v.get(0).matmul(v.get(1)), error));
        add(Case.of("MatMul")
                .secret(x)
                .open(y.map(Math::rint))
                .expect(v -> v.get(0).matmul(v.get(1)), 0));
    }

    private void matmul(Shape x, Shape y, boolean left, boolean right) {
        Case.Builder builder = Case.of("MatMul").secret(uniform(x, 100)).secret(uniform(y, 100));
        if (x.rank() == 2 && y.rank() == 2) {
            builder.with("transpose_a", left).with("transpose_b", right);
        } else {
            builder.with("adj_x", left).with("adj_y", right);
        }
        add(builder.expect(
                v -> (left ? v.get(0).transposed() : v.get(0))
                        .matmul(right ? v.get(1).transposed() : v.get(1)),
                UNIT));
    }

    private void reductions() {
        Clear x = uniform(Shape.of(2, 7, 3), 1000);
        for (boolean keep : new boolean[] {false, true}) {
            add(Case.of("Sum")
                    .with("keep_dims", keep)
                    .secret(x)
                    .open(Shape.of(2), -1, 0)
                    .expect(v -> x(v).sumKeeping(2).sumKeeping(0).reshape(keep ? Shape.of(1, 7, 1) : Shape.of(7)), 0));
            add(Case.of("Mean")
                    .with("keep_dims", keep)
                    .secret(x)
                    .open(Shape.SCALAR, 1)
                    .expect(
                            v -> x(v).sumKeeping(1).map(a -> a / 7).reshape(keep ? Shape.of(2, 1, 3) : Shape.of(2, 3)),
                            1000 * 0x1p-22 + UNIT));
        }
        add(Case.of("Mean").secret(x).open(Shape.of(0)).expect(v -> x(v), 0));
        add(Case.of("Mean")
                .secret(uniform(Shape.of(569), 1000))
                .open(Shape.of(1), 0)
                .expect(v -> x(v).sumKeeping(0).map(a -> a / 569).reshape(Shape.SCALAR), 1000 * 0x1p-22 + UNIT));
        add(Case.of("Sum")
                .secret(uniform(Shape.of(0, 3), 1))
                .open(Shape.of(1), 0)
                .expect(v -> new Clear(Shape.of(3), 0, 0, 0), 0));
        add(Case.of("Sum").secret(Shape.SCALAR, 7.5).open(Shape.of(0)).expect(v -> x(v), 0));
    }

    private static Clear x(List<Clear> values) {
        return values.getFirst();
    }

    private void comparisons() {
        Clear ties = new Clear(Shape.of(4, 1), 0, UNIT, -UNIT, 5);
        Clear others = new Clear(Shape.of(3), 0, 5, -1e8);
        add(Case.of("GreaterEqual")
                .givesInteger()
                .secret(ties)
                .secret(others)
                .expect(v -> v.get(0).combine(v.get(1), (a, b) -> a >= b ? 1 : 0), 0));
        add(Case.of("Greater")
                .givesInteger()
                .secret(ties)
                .secret(others)
                .expect(v -> v.get(0).combine(v.get(1), (a, b) -> a > b ? 1 : 0), 0));
        add(Case.of("LessEqual")
                .givesInteger()
                .secret(ties)
                .open(others)
                .expect(v -> v.get(0).combine(v.get(1), (a, b) -> a <= b ? 1 : 0), 0));
        add(Case.of("Less")
                .givesInteger()
                .open(ties)
                .secret(others)
                .expect(v -> v.get(0).combine(v.get(1), (a, b) -> a < b ? 1 : 0), 0));
        for (Clear x : List.of(wide(), uniform(NONE, 1), uniform(Shape.SCALAR, 1), uniform(Shape.of(300), 0x1p45))) {
            add(Case.of("Relu").secret(x).expect(v -> v.get(0).map(a -> Math.max(a, 0)), 0));
            add(Case.of("TruncatedRelu")
                    .with("bits", 16L)
                    .secret(x)
                    .expect(v -> v.get(0).map(a -> Math.max(a, 0) * 0x1p-16), a -> a == 0 ? 0 : UNIT));
            add(Case.of("ReluGrad")
                    .secret(uniform(x.shape(), 100))
                    .secret(x)
                    .expect(v -> v.get(0).combine(v.get(1), (g, a) -> a > 0 ? g : 0), 0));
        }
        add(Case.of("Select")
                .bits(bits(Shape.of(5, 1)))
                .secret(uniform(Shape.of(3), 1e6))
                .secret(uniform(Shape.of(5, 3), 1e6))
                .expect(v -> select(v), 0));
        add(Case.of("Select")
                .bits(bits(Shape.of(5)))
                .open(Shape.SCALAR, 1.5)
                .secret(uniform(Shape.of(5), 1e6))
                .expect(v -> select(v), 0));
    }

    private static Clear select(List<Clear> v) {
        return v.get(0)
                .combine(v.get(1), (b, x) -> b * x)
                .combine(v.get(0).combine(v.get(2), (b, y) -> (1 - b) * y), Double::sum);
    }

    private void curves() {
        for (Clear x : List.of(domain(), wide(), uniform(NONE, 1), uniform(Shape.SCALAR, 3))) {
            add(Case.of("Sigmoid").secret(x).expect(v -> v.get(0).map(Cases::sigmoid), CURVE));
            add(Case.of("Tanh").secret(x.map(a -> a / 2)).expect(v -> v.get(0).map(Math::tanh), 2 * CURVE));
            add(Case.of("Softplus").secret(x).expect(v -> v.get(0).map(Cases::softplus), CURVE));
        }
        Clear y = uniform(Shape.of(40), 1).map(Math::abs);
        Clear g = uniform(Shape.of(40), 1000);
        add(Case.of("SigmoidGrad")
                .secret(y)
                .secret(g)
                .expect(v -> v.get(0).map(a -> a * (1 - a)).combine(v.get(1), (a, b) -> a * b), UNIT));
        add(Case.of("TanhGrad")
                .secret(uniform(Shape.of(40), 1))
                .secret(g)
                .expect(v -> v.get(0).map(a -> 1 - a * a).combine(v.get(1), (a, b) -> a * b), UNIT));
    }

    private void losses() {
        Clear x = uniform(Shape.of(30, 2), 12);
        Clear labels = bits(Shape.of(30, 2));
        add(Case.of("SigmoidCrossEntropy").secret(x).secret(labels).expect(Cases::crossEntropy, CURVE + UNIT));
        add(Case.of("SigmoidCrossEntropy").secret(x).open(labels).expect(Cases::crossEntropy, CURVE));
        add(Case.of("SigmoidCrossEntropy")
                .secret(x)
                .open(labels.map(a -> 0.1 + 0.8 * a))
                .expect(Cases::crossEntropy, CURVE + UNIT));
        add(Case.of("SigmoidCrossEntropyGrad")
                .secret(x)
                .secret(labels)
                .open(Shape.SCALAR, 1.0 / 30)
                .expect(Cases::crossEntropyGrad, CURVE / 30 + UNIT));
        add(Case.of("SigmoidCrossEntropyGrad")
                .secret(x)
                .open(labels)
                .secret(uniform(Shape.of(2), 3))
                .expect(Cases::crossEntropyGrad, 3 * CURVE + UNIT));
        add(Case.of("SigmoidCrossEntropyGrad")
                .secret(x)
                .open(labels)
                .open(Shape.SCALAR, 1)
                .expect(Cases::crossEntropyGrad, CURVE));
    }

    private static Clear crossEntropy(List<Clear> v) {
        return v.get(0).combine(v.get(1), (x, label) -> softplus(x) - x * label);
    }

    private static Clear crossEntropyGrad(List<Clear> v) {
        return v.get(0).combine(v.get(1), (x, label) -> sigmoid(x) - label).combine(v.get(2), (d, g) -> d * g);
    }

    private void choices() {
        Clear x = new Clear(Shape.of(4, 1), 0, 5, -1e8, 3 * UNIT);
        Clear y = new Clear(Shape.of(3), 0, 5, -1e8);
        relation("Equal", x, y, (a, b) -> a == b ? 1 : 0);
        relation("NotEqual", x, y, (a, b) -> a == b ? 0 : 1);
        Clear powers = new Clear(
                Shape.of(122),
                DoubleStream.concat(
                                DoubleStream.iterate(UNIT, v -> v < 0x1p45, v -> 2 * v),
                                DoubleStream.iterate(-UNIT, v -> v > -0x1p45, v -> 2 * v))
                        .limit(122)
                        .toArray());
        relation("Equal", powers, new Clear(Shape.SCALAR, 0), (a, b) -> a == b ? 1 : 0);
        relation("Equal", uniform(NONE, 1), new Clear(Shape.SCALAR, 0), (a, b) -> a == b ? 1 : 0);
        Clear p = bits(Shape.of(9));
        Clear q = bits(Shape.of(9));
        add(Case.of("LogicalAnd")
                .givesInteger()
                .bits(p)
                .bits(q)
                .expect(v -> v.get(0).combine(v.get(1), (a, b) -> a * b), 0));
        add(Case.of("LogicalOr")
                .givesInteger()
                .bits(p)
                .open(q)
                .expect(v -> v.get(0).combine(v.get(1), Math::max), 0));
        add(Case.of("LogicalNot").givesInteger().bits(p).expect(v -> v.get(0).map(a -> 1 - a), 0));
        add(Case.of("Maximum").secret(x).secret(y).expect(v -> v.get(0).combine(v.get(1), Math::max), 0));
        add(Case.of("Minimum").secret(x).open(y).expect(v -> v.get(0).combine(v.get(1), Math::min), 0));
        for (Clear z : List.of(wide(), uniform(NONE, 1), uniform(Shape.SCALAR, 9), uniform(Shape.of(60), 9))) {
            add(Case.of("Abs").secret(z).expect(v -> v.get(0).map(Math::abs), 0));
            add(Case.of("Sign").secret(z).expect(v -> v.get(0).map(Math::signum), 0));
            add(Case.of("Relu6").secret(z).expect(v -> v.get(0).map(a -> Math.clamp(a, 0, 6)), 0));
            add(Case.of("Relu6Grad")
                    .secret(uniform(z.shape(), 10))
                    .secret(z)
                    .expect(v -> v.get(0).combine(v.get(1), (g, a) -> a > 0 && a < 6 ? g : 0), 0));
        }
        Clear cube = uniform(Shape.of(3, 5, 2), 1e9);
        extremum("Max", cube, Shape.of(3, 2), false, 1);
        extremum("Max", cube, Shape.of(1, 5, 1), true, 0, -1);
        extremum("Min", cube, Shape.of(5), false, 2, 0);
        extremum("Min", uniform(Shape.of(1), 4), Shape.SCALAR, false, 0);
        extremum("Max", uniform(Shape.of(0, 3), 4), Shape.of(0), false, 1);
    }

    private void relation(String name, Clear x, Clear y, DoubleBinaryOperator holds) {
        add(Case.of(name)
                .givesInteger()
                .secret(x)
                .secret(y)
                .expect(v -> v.get(0).combine(v.get(1), (a, b) -> holds.applyAsDouble(a, b)), 0));
    }

    private void extremum(String name, Clear x, Shape out, boolean keep, double... axes) {
        boolean max = name.equals("Max");
        add(Case.of(name)
                .with("keep_dims", keep)
                .secret(x)
                .open(Shape.of(axes.length), axes)
                .expect(
                        v -> {
                            Clear best = v.get(0);
                            for (double axis : axes) {
                                int d = (int) (axis < 0 ? axis + x.shape().rank() : axis);
                                best = best.foldKeeping(d, max ? Math::max : Math::min);
                            }
                            return best.reshape(out);
                        },
                        0));
    }

    private static double relative(double exact, double bound) {
        return bound * Math.max(Math.abs(exact), 0x1p-4);
    }

    private void divisions() {
        Clear x = positive(200);
        add(Case.of("Reciprocal")
                .with("positive", true)
                .secret(x)
                .expect(v -> v.get(0).map(a -> 1 / a), exact -> relative(exact, 2.9e-4)));
        Clear either = x.combine(bits(x.shape()), (a, b) -> b == 0 ? a : -a);
        add(Case.of("Reciprocal")
                .secret(either)
                .expect(v -> v.get(0).map(a -> 1 / a), exact -> relative(exact, 3.1e-4)));
        Clear numerator = x.combine(uniform(x.shape(), 1), (b, q) -> Math.clamp(b * q * 60000, -1e6, 1e6));
        add(Case.of("Div")
                .with("positive", true)
                .secret(numerator)
                .secret(x)
                .expect(v -> v.get(0).combine(v.get(1), (a, b) -> a / b), exact -> relative(exact, 4.9e-4)));
        add(Case.of("Div")
                .secret(numerator)
                .secret(either)
                .expect(v -> v.get(0).combine(v.get(1), (a, b) -> a / b), exact -> relative(exact, 4.9e-4)));
        add(Case.of("Div")
                .open(Shape.SCALAR, 1)
                .secret(Shape.of(2, 1), 3, -0.25)
                .expect(v -> v.get(0).combine(v.get(1), (a, b) -> a / b), exact -> relative(exact, 4.9e-4)));
        add(Case.of("Div").secret(uniform(NONE, 1)).secret(Shape.SCALAR, 3).expect(v -> v.get(0), 0));
        Clear y = x.map(a -> 1 / a).map(a -> Math.min(a, 100));
        Clear g = uniform(x.shape(), 2);
        add(Case.of("ReciprocalGrad")
                .secret(y)
                .secret(g)
                .expect(v -> v.get(0).combine(v.get(1), (a, b) -> -b * a * a), 101 * UNIT));
        add(Case.of("SqrtGrad")
                .secret(x.map(a -> Math.sqrt(a) + 0.01))
                .secret(g)
                .expect(v -> v.get(0).combine(v.get(1), (a, b) -> b / (2 * a)), exact -> relative(exact, 4.9e-4)));
        Clear small = y.map(a -> Math.min(a, 10));
        add(Case.of("RsqrtGrad")
                .secret(small)
                .secret(g)
                .expect(v -> v.get(0).combine(v.get(1), (a, b) -> -b * a * a * a / 2), 13 * UNIT));
    }

    private void transcendentals() {
        Clear x = positive(200);
        add(Case.of("Log").secret(x).expect(v -> v.get(0).map(Math::log), 2.9e-5 + UNIT));
        add(Case.of("Log1p")
                .secret(uniform(Shape.of(100), 0.99))
                .expect(v -> v.get(0).map(Math::log1p), 2.9e-5 + UNIT));
        add(Case.of("Rsqrt")
                .secret(x)
                .expect(v -> v.get(0).map(a -> 1 / Math.sqrt(a)), exact -> relative(exact, 2.5e-4)));
        add(Case.of("Sqrt")
                .secret(x.map(a -> Math.min(a, 3e4)))
                .expect(v -> v.get(0).map(Math::sqrt), exact -> 2.5e-4 * exact * 16 + 2 * UNIT));
        add(Case.of("Sqrt").secret(Shape.of(1), 0).expect(v -> v.get(0), UNIT));
        Clear known = uniform(Shape.of(300), 13).map(a -> a - 3);
        add(Case.of("Exp")
                .with("saturate", false)
                .secret(known)
                .expect(v -> v.get(0).map(Math::exp), exact -> 1.3e-5 * Math.max(exact, 1) + UNIT));
        for (Clear z : List.of(known, domain(), wide(), uniform(NONE, 1), new Clear(Shape.SCALAR, 10), edges())) {
            add(Case.of("Exp")
                    .secret(z)
                    .expect(
                            v -> v.get(0).map(a -> a < -16 ? 0 : Math.exp(Math.min(a, 10))),
                            exact -> 1.6e-5 * Math.max(exact, 1) + UNIT));
        }
        for (Shape shape : List.of(Shape.of(3), Shape.of(4, 10), Shape.of(2, 2, 1), Shape.of(0, 5))) {
            Clear logits = uniform(shape, 12);
            add(Case.of("Softmax").secret(logits).expect(v -> softmax(v.get(0)), 1.6e-4));
            add(Case.of("LogSoftmax").secret(logits).expect(v -> logSoftmax(v.get(0)), 2e-4));
        }
        Clear g = uniform(Shape.of(50), 3);
        add(Case.of("SoftplusGrad")
                .secret(g)
                .secret(uniform(Shape.of(50), 12))
                .expect(v -> v.get(0).combine(v.get(1), (a, b) -> a * sigmoid(b)), 3 * CURVE + UNIT));
    }

    private void powers() {
        Clear x = uniform(Shape.of(30), 5);
        for (double n : new double[] {0, 1, 2, 3, 6}) {
            add(Case.of("Pow")
                    .secret(x)
                    .open(Shape.SCALAR, n)
                    .expect(v -> v.get(0).combine(v.get(1), Math::pow), Math.pow(5, n) * n * 2 * UNIT + UNIT));
        }
        Clear positive = uniform(Shape.of(30), 5).map(a -> Math.abs(a) + 0.5);
        for (double y : new double[] {-1, -2, 0.5, -0.5, 1.7, -0.3}) {
            add(Case.of("Pow")
                    .secret(positive)
                    .open(Shape.SCALAR, y)
                    .expect(v -> v.get(0).combine(v.get(1), Math::pow), exact -> 1e-3 * Math.max(exact, 1)));
        }
        add(Case.of("Pow")
                .secret(positive)
                .open(Shape.of(2, 1), 0.25, 1.5)
                .expect(v -> v.get(0).combine(v.get(1), Math::pow), exact -> 3e-4 * Math.max(exact, 1)));
        add(Case.of("Pow")
                .secret(positive)
                .secret(uniform(Shape.of(30), 2))
                .expect(v -> v.get(0).combine(v.get(1), Math::pow), exact -> 3e-4 * Math.max(exact, 1)));
        add(Case.of("Pow")
                .open(Shape.SCALAR, 2)
                .secret(uniform(Shape.of(30), 6))
                .expect(v -> v.get(0).combine(v.get(1), Math::pow), exact -> 1e-4 * Math.max(exact, 1)));
    }

    /** Log-uniform over [2^-10, 2^20], and next to powers of two. */
    private Clear positive(int size) {
        double[] values = new double[size + 93];
        for (int i = 0; i < size; i++) {
            values[i] = Math.pow(2, -10 + 30 * random.nextDouble());
        }
        for (int k = 0; k < 31; k++) {
            double power = Math.scalb(1.0, k - 10);
            values[size + 3 * k] = power;
            values[size + 3 * k + 1] = Math.max(power - UNIT, 0x1p-10);
            values[size + 3 * k + 2] = Math.min(power + UNIT, 0x1p20);
        }
        return new Clear(Shape.of(values.length), values);
    }

    /** Every multiple of 1 in [-17, 11], and the numbers beside. */
    private static Clear edges() {
        double[] values = DoubleStream.iterate(-17, v -> v <= 11, v -> v + 1)
                .flatMap(v -> DoubleStream.of(v - 2 * UNIT, v - UNIT, v, v + UNIT, v + 2 * UNIT))
                .toArray();
        return new Clear(Shape.of(values.length), values);
    }

    private static Clear softmax(Clear x) {
        return logSoftmax(x).map(Math::exp);
    }

    private static Clear logSoftmax(Clear x) {
        if (x.values().length == 0) {
            return x;
        }
        int axis = x.shape().rank() - 1;
        Clear below = x.combine(x.foldKeeping(axis, Math::max), (a, b) -> a - b);
        return below.combine(below.map(Math::exp).sumKeeping(axis), (a, b) -> a - Math.log(b));
    }

    static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    static double softplus(double x) {
        return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }

    /** [-9, 9] finely, with the edges at 8. */
    private static Clear domain() {
        double[] values = DoubleStream.concat(
                        DoubleStream.iterate(-9, v -> v <= 9, v -> v + 0.0371),
                        DoubleStream.of(8, -8, 8 - UNIT, -8 - UNIT, -8 + UNIT, 0, UNIT, -UNIT))
                .toArray();
        return new Clear(Shape.of(values.length), values);
    }

    /** Up to the ends of the format, less 8: the domain of comparisons with thresholds. */
    private static Clear wide() {
        double end = 0x1p46 - 16;
        return new Clear(Shape.of(3, 3), 0, UNIT, -UNIT, 1e9, -1e9, end, -end, 70000, -70000);
    }

    private Clear uniform(Shape shape, double limit) {
        return new Clear(shape, random.doubles(shape.size(), -limit, limit).toArray());
    }

    private Clear bits(Shape shape) {
        return new Clear(shape, random.ints(shape.size(), 0, 2).asDoubleStream().toArray());
    }

    private void add(Case one) {
        cases.add(one);
    }
}
