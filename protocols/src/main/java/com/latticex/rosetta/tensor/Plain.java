package com.latticex.rosetta.tensor;

import com.latticex.rosetta.party.Role;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A value in the clear at some parties; the others know its shape only. Never prints its content. */
public final class Plain implements Value {
    private final Shape shape;
    private final Set<Role> knownTo;
    private final double @Nullable [] values;

    private Plain(Shape shape, Set<Role> knownTo, double @Nullable [] values) {
        if (values != null && values.length != shape.size()) {
            throw new IllegalArgumentException(
                    "shape " + shape + " needs " + shape.size() + " values, not " + values.length);
        }
        this.shape = shape;
        this.knownTo = Set.copyOf(knownTo);
        this.values = values;
    }

    /** Known to all three parties: constants, learning rates, axes. */
    public static Plain open(Shape shape, double... values) {
        return new Plain(shape, EnumSet.allOf(Role.class), values);
    }

    /** Known to some parties, of which this is one: an input at its owner, a result at a receiver. */
    public static Plain known(Shape shape, Set<Role> knownTo, double... values) {
        return new Plain(shape, knownTo, values);
    }

    /** Known to other parties, not to this one. */
    public static Plain unknown(Shape shape, Set<Role> knownTo) {
        return new Plain(shape, knownTo, null);
    }

    @Override
    public Shape shape() {
        return shape;
    }

    public Set<Role> knownTo() {
        return knownTo;
    }

    public boolean isPublic() {
        return knownTo.size() == Role.values().length;
    }

    public boolean isKnownHere() {
        return values != null;
    }

    /** The values in row-major order; not a copy. */
    public double[] values() {
        if (values == null) {
            throw new IllegalStateException("this party does not know the value, only its shape " + shape);
        }
        return values;
    }

    @Override
    public String toString() {
        return "Plain" + shape;
    }
}
