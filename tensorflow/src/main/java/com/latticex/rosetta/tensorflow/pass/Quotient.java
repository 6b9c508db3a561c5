package com.latticex.rosetta.tensorflow.pass;

import java.util.BitSet;
import org.tensorflow.proto.DataType;

/** Div and RealDiv of real numbers. Of whole numbers Div rounds, which shares cannot. */
final class Quotient implements Lowering {
    private final MpcCall real;

    Quotient(MpcCall real) {
        this.real = real;
    }

    @Override
    public Flow flow(Node node, BitSet secret) {
        DataType type = node.out().get(0).type();
        return Casting.isReal(type)
                ? real.flow(node, secret)
                : Flow.refused("the quotient of private whole numbers (" + type
                        + ") would have to be rounded; cast them to float32 or float64 first");
    }

    @Override
    public void emit(Emission out, Node node) {
        real.emit(out, node);
    }

    @Override
    public void emitDifferentiable(Emission out, Node node) {
        real.emitDifferentiable(out, node);
    }

    @Override
    public String description() {
        return real.description();
    }
}
