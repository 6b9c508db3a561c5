package com.latticex.rosetta.securenn;

import com.latticex.rosetta.network.Link;
import com.latticex.rosetta.party.Cost;
import com.latticex.rosetta.party.Role;
import com.latticex.rosetta.tensor.Shape;
import java.util.Map;

/** Costs of the building blocks. */
final class Costs {
    private static final Link P0_P1 = new Link(Role.P0, Role.P1);
    private static final Link P1_P0 = new Link(Role.P1, Role.P0);
    private static final Link P0_P2 = new Link(Role.P0, Role.P2);
    private static final Link P1_P2 = new Link(Role.P1, Role.P2);
    private static final Link P2_P1 = new Link(Role.P2, Role.P1);

    private Costs() {}

    /** P0 and P1 exchange bytes: masked openings take 8 of each for every word. */
    static Cost exchange(long bytes) {
        return new Cost(hop(bytes), Map.of(P0_P1, bytes, P1_P0, bytes));
    }

    static Cost open(Shape... shapes) {
        long words = 0;
        for (Shape shape : shapes) {
            words += shape.size();
        }
        return exchange(8 * words);
    }

    /** The helper deals or answers: bytes to P1. */
    static Cost dealt(long bytes) {
        return new Cost(hop(bytes), Map.of(P2_P1, bytes));
    }

    /** P0 and P1 each send bytes to the helper. */
    static Cost toHelper(long bytes) {
        return new Cost(hop(bytes), Map.of(P0_P2, bytes, P1_P2, bytes));
    }

    static Cost oneWay(Role from, Role to, long bytes) {
        return new Cost(hop(bytes), Map.of(new Link(from, to), bytes));
    }

    /** An opening, with values dealt ahead of it for every word. */
    static Cost openDealt(long words, long dealtBytes) {
        return exchange(8 * words).beside(dealt(dealtBytes * words));
    }

    /** Exact truncation: 32 bytes a word, 1 round. */
    static Cost truncation(Shape shape) {
        return openDealt(shape.size(), 16);
    }

    private static int hop(long bytes) {
        return bytes == 0 ? 0 : 1;
    }
}
