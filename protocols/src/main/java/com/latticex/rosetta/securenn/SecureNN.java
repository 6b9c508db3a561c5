package com.latticex.rosetta.securenn;

import com.latticex.rosetta.error.ConfigurationException;
import com.latticex.rosetta.party.Attributes;
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
        add("Div", a -> new Div());
        add("Truncate", Truncate::new);
        add("ApplyGradientDescent", a -> new ApplyGradientDescent());

        // Comparisons; their results are shared bits at scale 0
        add("GreaterEqual", a -> new Comparing(Comparing.Relation.GREATER_EQUAL, a));
        add("Greater", a -> new Comparing(Comparing.Relation.GREATER, a));
        add("LessEqual", a -> new Comparing(Comparing.Relation.LESS_EQUAL, a));
        add("Less", a -> new Comparing(Comparing.Relation.LESS, a));
        add("Select", a -> new Select());
        add("FromBit", a -> new FromBit());

        // Activations, losses and their gradients
        add("Relu", a -> new Relu());
        add("TruncatedRelu", TruncatedRelu::new);
        add("ReluGrad", a -> new ReluGrad());
        add("Sigmoid", a -> Curve.sigmoid());
        add("SigmoidGrad", a -> new CurveGrad("SigmoidGrad", false));
        add("Tanh", a -> Curve.tanh());
        add("TanhGrad", a -> new CurveGrad("TanhGrad", true));
        add("Softplus", a -> Curve.softplus());
        add("SigmoidCrossEntropy", a -> new SigmoidCrossEntropy());
        add("SigmoidCrossEntropyGrad", a -> new SigmoidCrossEntropyGrad());
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
