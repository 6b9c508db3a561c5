package com.latticex.rosetta.securenn;

import com.latticex.rosetta.party.Attributes;
import com.latticex.rosetta.party.Cost;
import com.latticex.rosetta.party.Invocation;
import com.latticex.rosetta.party.Operation;
import com.latticex.rosetta.tensor.Shape;
import com.latticex.rosetta.tensor.Tensor;
import com.latticex.rosetta.tensor.Value;
import java.util.List;
import java.util.function.Function;

/**
 * An operation of one or two operands that is a formula of tensors of one shape. Operands broadcast as in NumPy; with two, one may be public.
 */
final class Formula implements Operation {
    /** One operand. */
    interface Unary {
        Tensor of(Invocation call, Tensor x);
    }

    /** Two operands of one shape. */
    interface Binary {
        Tensor of(Invocation call, Tensor x, Tensor y);
    }

    private final String name;
    private final int operands;
    private final boolean integer;
    private final Function<Shape, Cost> cost;
    private final Binary body;

    private Formula(String name, int operands, boolean integer, Function<Shape, Cost> cost, Binary body) {
        this.name = name;
        this.operands = operands;
        this.integer = integer;
        this.cost = cost;
        this.body = body;
    }

    static Formula unary(String name, Function<Shape, Cost> cost, Unary body) {
        return new Formula(name, 1, false, cost, (call, x, y) -> body.of(call, x));
    }

    static Formula binary(String name, Function<Shape, Cost> cost, Binary body) {
        return new Formula(name, 2, false, cost, body);
    }

    /** Two operands at scale 0, such as bits. */
    static Formula integers(String name, Function<Shape, Cost> cost, Binary body) {
        return new Formula(name, 2, true, cost, body);
    }

    /** Of bits, if the attribute {@code integer} says so, else of numbers. */
    static Formula relation(String name, Attributes attributes, Function<Shape, Cost> cost, Binary body) {
        return new Formula(name, 2, attributes.flag("integer", false), cost, body);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<Shape> outputs(List<Operand> given) {
        return List.of(operands == 1 ? Operands.single(name, given) : Operands.broadcast(name, given));
    }

    @Override
    public Cost cost(List<Operand> given) {
        return cost.apply(outputs(given).getFirst());
    }

    @Override
    public List<Value> apply(Invocation call, List<Value> given) {
        Shape shape = outputs(Operand.of(given)).getFirst();
        Tensor x = Encoding.share(call, given.getFirst(), integer).broadcastTo(shape);
        Tensor y = Encoding.share(call, given.getLast(), integer).broadcastTo(shape);
        return List.of(body.of(call, x, y).keep());
    }
}
