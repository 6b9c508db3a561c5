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
    private static final Map<String, Function<Attributes, Operation>> OPERATIONS = new TreeMap<>();

    private static void add(String name, Function<Attributes, Operation> maker) {
        OPERATIONS.put(name, maker);
    }

    static {
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
        add("Div", Div::new);
        add("Truncate", Truncate::new);
        add("ApplyGradientDescent", a -> new ApplyGradientDescent());

        // Comparisons; their results are shared bits at scale 0
        add("GreaterEqual", a -> new Comparing(Comparing.Relation.GREATER_EQUAL, a));
        add("Greater", a -> new Comparing(Comparing.Relation.GREATER, a));
        add("LessEqual", a -> new Comparing(Comparing.Relation.LESS_EQUAL, a));
        add("Less", a -> new Comparing(Comparing.Relation.LESS, a));
        add("Equal", a -> Formula.relation("Equal", a, Equality::cost, Formulas::equal));
        add("NotEqual", a -> Formula.relation("NotEqual", a, Equality::cost, Formulas::notEqual));
        add("LogicalAnd", a -> Formula.integers("LogicalAnd", Formulas::conjunctionCost, Formulas::conjunction));
        add("LogicalOr", a -> Formula.integers("LogicalOr", Formulas::conjunctionCost, Formulas::disjunction));
        add("LogicalNot", a -> Formula.unary("LogicalNot", s -> Cost.FREE, (c, b) -> c.addPublic(b.negate(), 1)));
        add("Select", a -> new Select());
        add("FromBit", a -> new FromBit());

        add("Maximum", a -> Formula.binary("Maximum", Relu::cost, Formulas::maximum));
        add("Minimum", a -> Formula.binary("Minimum", Relu::cost, Formulas::minimum));
        add("Max", a -> new Extremum("Max", a));
        add("Min", a -> new Extremum("Min", a));
        add("Abs", a -> Formula.unary("Abs", Relu::cost, Formulas::abs));
        add("Sign", a -> Formula.unary("Sign", Formulas::signCost, Formulas::sign));

        // Functions of one number
        add("Exp", SecureNN::exponential);
        add("Log", a -> Formula.unary("Log", Logarithm::cost, Logarithm::of));
        add("Log1p", a -> Formula.unary("Log1p", Logarithm::cost, Formulas::log1p));
        add("Reciprocal", SecureNN::reciprocal);
        add(
                "ReciprocalGrad",
                a -> Formula.binary("ReciprocalGrad", Formulas::reciprocalGradCost, Formulas::reciprocalGrad));
        add("Sqrt", a -> Formula.unary("Sqrt", Formulas::sqrtCost, Formulas::sqrt));
        add("SqrtGrad", a -> Formula.binary("SqrtGrad", Division::cost, Formulas::sqrtGrad));
        add("Rsqrt", a -> Formula.unary("Rsqrt", InverseRoot::cost, InverseRoot::of));
        add("RsqrtGrad", a -> Formula.binary("RsqrtGrad", Formulas::rsqrtGradCost, Formulas::rsqrtGrad));
        add("Pow", a -> new Pow());

        // Activations, losses and their gradients
        add("Relu", a -> new Relu());
        add("TruncatedRelu", TruncatedRelu::new);
        add("ReluGrad", a -> new ReluGrad());
        add("Relu6", a -> Formula.unary("Relu6", Formulas::relu6Cost, Formulas::relu6));
        add("Relu6Grad", a -> Formula.binary("Relu6Grad", Formulas::relu6GradCost, Formulas::relu6Grad));
        add("Sigmoid", a -> Curve.sigmoid());
        add("SigmoidGrad", a -> new CurveGrad("SigmoidGrad", false));
        add("Tanh", a -> Curve.tanh());
        add("TanhGrad", a -> new CurveGrad("TanhGrad", true));
        add("Softplus", a -> Curve.softplus());
        add("SoftplusGrad", a -> Formula.binary("SoftplusGrad", Formulas::softplusGradCost, Formulas::softplusGrad));
        add("Softmax", a -> new Softmax(false));
        add("LogSoftmax", a -> new Softmax(true));
        add("SigmoidCrossEntropy", a -> new SigmoidCrossEntropy());
        add("SigmoidCrossEntropyGrad", a -> new SigmoidCrossEntropyGrad());
    }

    /** Attribute {@code saturate}: false where x is known to lie in [-16, 10]. */
    private static Operation exponential(Attributes attributes) {
        return attributes.flag("saturate", true)
                ? Formula.unary(
                        "Exp",
                        shape -> Exponential.saturatedCost(shape, true),
                        (call, x) -> Exponential.saturated(call, x, true))
                : Formula.unary("Exp", Exponential::knownCost, Exponential::known);
    }

    /** Attribute {@code positive}: true where x is known to be. */
    private static Operation reciprocal(Attributes attributes) {
        return attributes.flag("positive", false)
                ? Formula.unary("Reciprocal", Reciprocal::cost, Reciprocal::of)
                : Formula.unary("Reciprocal", Signed::reciprocalCost, Signed::reciprocal);
    }

    @Override
    public String name() {
        return "securenn";
    }

    @Override
    public Set<String> operations() {
        return Collections.unmodifiableSet(OPERATIONS.keySet());
    }

    @Override
    public Operation operation(String name, Attributes attributes) {
        Function<Attributes, Operation> maker = OPERATIONS.get(name);
        if (maker == null) {
            throw new ConfigurationException("the protocol securenn has no operation " + name + "; it has "
                    + String.join(", ", OPERATIONS.keySet()));
        }
        return maker.apply(attributes);
    }
}
