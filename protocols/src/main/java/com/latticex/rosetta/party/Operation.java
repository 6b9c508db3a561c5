package com.latticex.rosetta.party;

import com.latticex.rosetta.tensor.Plain;
import com.latticex.rosetta.tensor.Secret;
import com.latticex.rosetta.tensor.Shape;
import com.latticex.rosetta.tensor.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
     * @param secret whether it is shared
     * @param plain the value in the clear, of an operand that is not shared; null where it is not known yet, for
     *     example when only costs are planned: costs are then the largest, and shapes that depend on it are an error
     */
    record Operand(Shape shape, boolean secret, @Nullable Plain plain) {
        public Operand(Shape shape, boolean secret) {
            this(shape, secret, null);
        }

        public static Operand of(Value value) {
            return switch (value) {
                case Secret secret -> new Operand(secret.shape(), true, null);
                case Plain plain -> new Operand(plain.shape(), false, plain);
            };
        }

        public static List<Operand> of(List<Value> values) {
            return values.stream().map(Operand::of).toList();
        }
    }

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
