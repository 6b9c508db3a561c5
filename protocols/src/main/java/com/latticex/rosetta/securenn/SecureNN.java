package com.latticex.rosetta.securenn;

import com.latticex.rosetta.error.ConfigurationException;
import com.latticex.rosetta.party.Attributes;
import com.latticex.rosetta.party.Cost;
import com.latticex.rosetta.party.Operation;
import com.latticex.rosetta.party.Protocol;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * SecureNN (Wagh, Gupta, Chandran, PoPETs 2019) with this project's exact truncation and three-round comparison. See the package documentation for
 * correctness and privacy of every operation.
 */
public final class SecureNN implements Protocol {
    private final Map<String, Function<Attributes, Operation>> operations = new TreeMap<>();

    private void add(String name, Function<Attributes, Operation> maker) {
        operations.put(name, maker);
    }

    /** Comparisons by digits. */
    public SecureNN() {
        this(Comparisons.always(ComparisonMethod.DIGITS));
    }

    public SecureNN(Comparisons how) {
        Formulas formulas = new Formulas(how);
        // Secrets in and out
        add("Input", Input::new);
        add("Share", Share::new);
        add("Reveal", Reveal::new);

        // Linear
        add("Add", a -> new Additive("Add", false, a));
        add("Sub", a -> new Additive("Sub", true, a));
        add("Neg", a -> new Neg());
        add("Sum", Sum::new);
        add("Mean", Mean::new);

        // Products
        add("Mul", a -> new Mul());
        add("Square", a -> new Square());
        add("MatMul", MatMul::new);
        add("Div", a -> new Div(how, a));
        add("Truncate", Truncate::new);
        add("ApplyGradientDescent", a -> new ApplyGradientDescent());

        // Comparisons; their results are shared bits at scale 0
        add("GreaterEqual", a -> new Comparing(Comparing.Relation.GREATER_EQUAL, how, a));
        add("Greater", a -> new Comparing(Comparing.Relation.GREATER, how, a));
        add("LessEqual", a -> new Comparing(Comparing.Relation.LESS_EQUAL, how, a));
        add("Less", a -> new Comparing(Comparing.Relation.LESS, how, a));
        add("Equal", a -> Formula.relation("Equal", a, Equality::cost, Formulas::equal));
        add("NotEqual", a -> Formula.relation("NotEqual", a, Equality::cost, Formulas::notEqual));
        add("LogicalAnd", a -> Formula.integers("LogicalAnd", Formulas::conjunctionCost, Formulas::conjunction));
        add("LogicalOr", a -> Formula.integers("LogicalOr", Formulas::conjunctionCost, Formulas::disjunction));
        add("LogicalNot", a -> Formula.unary("LogicalNot", s -> Cost.FREE, (c, b) -> c.addPublic(b.negate(), 1)));
        add("Select", a -> new Select());
        add("FromBit", a -> new FromBit());

        add("Maximum", a -> Formula.binary("Maximum", formulas::reluCost, formulas::maximum));
        add("Minimum", a -> Formula.binary("Minimum", formulas::reluCost, formulas::minimum));
        add("Max", a -> new Extremum("Max", how, a));
        add("Min", a -> new Extremum("Min", how, a));
        add("Abs", a -> Formula.unary("Abs", formulas::reluCost, formulas::abs));
        add("Sign", a -> Formula.unary("Sign", formulas::signCost, formulas::sign));

        // Functions of one number
        add("Exp", a -> exponential(how, a));
        add("Log", a -> Formula.unary("Log", Logarithm::cost, Logarithm::of));
        add("Log1p", a -> Formula.unary("Log1p", Logarithm::cost, Formulas::log1p));
        add("Reciprocal", a -> reciprocal(how, a));
        add(
                "ReciprocalGrad",
                a -> Formula.binary("ReciprocalGrad", Formulas::reciprocalGradCost, Formulas::reciprocalGrad));
        add("Sqrt", a -> Formula.unary("Sqrt", Formulas::sqrtCost, Formulas::sqrt));
        add("SqrtGrad", a -> Formula.binary("SqrtGrad", Division::cost, Formulas::sqrtGrad));
        add("Rsqrt", a -> Formula.unary("Rsqrt", InverseRoot::cost, InverseRoot::of));
        add("RsqrtGrad", a -> Formula.binary("RsqrtGrad", Formulas::rsqrtGradCost, Formulas::rsqrtGrad));
        add("Pow", a -> new Pow(how));

        // Activations, losses and their gradients
        add("Relu", a -> Formula.unary("Relu", formulas::reluCost, formulas::relu));
        add("TruncatedRelu", a -> new TruncatedRelu(how, a));
        add("ReluGrad", a -> Formula.binary("ReluGrad", formulas::reluGradCost, formulas::reluGrad));
        add("Relu6", a -> Formula.unary("Relu6", formulas::relu6Cost, formulas::relu6));
        add("Relu6Grad", a -> Formula.binary("Relu6Grad", formulas::relu6GradCost, formulas::relu6Grad));
        add("Sigmoid", a -> Curve.sigmoid(how));
        add("SigmoidGrad", a -> new CurveGrad("SigmoidGrad", false));
        add("Tanh", a -> Curve.tanh(how));
        add("TanhGrad", a -> new CurveGrad("TanhGrad", true));
        add("Softplus", a -> Curve.softplus(how));
        add("SoftplusGrad", a -> Formula.binary("SoftplusGrad", formulas::softplusGradCost, formulas::softplusGrad));
        add("Softmax", a -> new Softmax(false, how));
        add("LogSoftmax", a -> new Softmax(true, how));
        add("SigmoidCrossEntropy", a -> new SigmoidCrossEntropy(how));
        add("SigmoidCrossEntropyGrad", a -> new SigmoidCrossEntropyGrad(how));
    }

    /** Attribute {@code saturate}: false where x is known to lie in [-16, 10]. */
    private static Operation exponential(Comparisons how, Attributes attributes) {
        return attributes.flag("saturate", true)
                ? Formula.unary(
                        "Exp",
                        shape -> Exponential.saturatedCost(how, shape, true),
                        (call, x) -> Exponential.saturated(call, how, x, true))
                : Formula.unary("Exp", Exponential::knownCost, Exponential::known);
    }

    /** Attribute {@code positive}: true where x is known to be. */
    private static Operation reciprocal(Comparisons how, Attributes attributes) {
        return attributes.flag("positive", false)
                ? Formula.unary("Reciprocal", Reciprocal::cost, Reciprocal::of)
                : Formula.unary(
                        "Reciprocal",
                        shape -> Signed.reciprocalCost(how, shape),
                        (call, x) -> Signed.reciprocal(call, how, x));
    }

    @Override
    public String name() {
        return "securenn";
    }

    @Override
    public Set<String> operations() {
        return Collections.unmodifiableSet(operations.keySet());
    }

    @Override
    public Operation operation(String name, Attributes attributes) {
        Function<Attributes, Operation> maker = operations.get(name);
        if (maker == null) {
            throw new ConfigurationException("the protocol securenn has no operation " + name + "; it has "
                    + String.join(", ", operations.keySet()));
        }
        return maker.apply(attributes);
    }
}
