package com.latticex.rosetta.party;

import com.latticex.rosetta.network.Link;
import java.util.HashMap;
import java.util.Map;

/**
 * What an operation costs: a contract, measured by the shared protocol test.
 *
 * @param rounds length of the longest chain of messages in hops; a simultaneous exchange is one
 * @param bytes payload on each link; links without traffic are absent
 */
public record Cost(int rounds, Map<Link, Long> bytes) {
    public static final Cost FREE = new Cost(0, Map.of());

    public Cost {
        Map<Link, Long> used = new HashMap<>(bytes);
        used.values().removeIf(b -> b == 0);
        bytes = Map.copyOf(used);
    }

    /** Payload bytes on all links together. */
    public long total() {
        return bytes.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Costs of one operation after another. */
    public Cost then(Cost next) {
        return new Cost(rounds + next.rounds, sum(next));
    }

    /** Costs of two operations side by side: their rounds overlap. */
    public Cost beside(Cost other) {
        return new Cost(Math.max(rounds, other.rounds), sum(other));
    }

    private Map<Link, Long> sum(Cost other) {
        Map<Link, Long> sum = new HashMap<>(bytes);
        other.bytes.forEach((link, b) -> sum.merge(link, b, Long::sum));
        return sum;
    }
}
