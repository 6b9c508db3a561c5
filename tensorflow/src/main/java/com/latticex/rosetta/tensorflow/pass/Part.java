package com.latticex.rosetta.tensorflow.pass;

import com.latticex.rosetta.party.Role;

/**
 * A slice of a private input and the party whose values it holds.
 *
 * @param owner who supplies the values
 * @param size extent along the input's split axis; {@link #REST} for all that the other parts leave
 */
public record Part(Role owner, long size) {
    public static final long REST = -1;

    public Part {
        if (size < REST) {
            throw new IllegalArgumentException("a part's size is an extent or " + REST + ", not " + size);
        }
    }
}
