package com.latticex.rosetta.party;

import com.latticex.rosetta.tensor.Shape;
import com.latticex.rosetta.tensor.Value;
import java.util.List;

/**
 * One multi-party operation with its attributes fixed: the same straight-line program at all three parties.
 *
 * <p>Instances are immutable and serve any number of invocations at once.
 */
public interface Operation {
    /**
     * What is known of an operand before anything runs.
     *
     * @param shape its shape
     * @param secret whether it is shared; else it is public
     */
    record Operand(Shape shape, boolean secret) {}

    String name();

    /**
     * Shapes of the outputs.
     *
     * @throws com.latticex.rosetta.error.ConfigurationException if the operands do not fit; the message says how
     */
    List<Shape> outputs(List<Operand> operands);

    /** Declared cost; the shared protocol test compares it with counted traffic, exactly. */
    Cost cost(List<Operand> operands);

    /**
     * Runs at this party. Operands stay the caller's; results are the caller's to close.
     *
     * @throws com.latticex.rosetta.error.RosettaException if the device, a peer or the operands fail
     */
    List<Value> apply(Invocation call, List<Value> operands);
}
