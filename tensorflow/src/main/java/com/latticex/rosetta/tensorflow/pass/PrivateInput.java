package com.latticex.rosetta.tensorflow.pass;

import com.latticex.rosetta.party.Role;
import java.util.List;

/**
 * A placeholder whose values are secret.
 *
 * <p>Several parts make a split input: along the last axis for columns held by different parties (vertical), along the
 * first for rows (horizontal). Every party feeds a tensor of the whole shape; only an owner's own part is looked at.
 *
 * @param placeholder name of the node, without {@code :0}
 * @param axis where the parts are joined; negative axes count from the end; of no effect with one part
 * @param parts in order along the axis, at least one, at most one of them {@link Part#REST}
 */
public record PrivateInput(String placeholder, int axis, List<Part> parts) {
    public PrivateInput {
        parts = List.copyOf(parts);
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("private input " + placeholder + " has no owner");
        }
        if (parts.stream().filter(p -> p.size() == Part.REST).count() > 1) {
            throw new IllegalArgumentException("private input " + placeholder + " has two parts of open size");
        }
    }

    /** An input that one party holds whole. */
    public static PrivateInput of(String placeholder, Role owner) {
        return new PrivateInput(placeholder, 0, List.of(new Part(owner, Part.REST)));
    }
}
