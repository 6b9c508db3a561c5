package com.latticex.rosetta.network;

import com.latticex.rosetta.party.Role;

/** One direction between two parties. Prints as {@code 0->1}. */
public record Link(Role from, Role to) {
    public Link {
        if (from == to) {
            throw new IllegalArgumentException("a link joins two parties");
        }
    }

    @Override
    public String toString() {
        return from.index() + "->" + to.index();
    }
}
