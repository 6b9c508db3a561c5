package com.latticex.rosetta.randomness;

import com.latticex.rosetta.backend.Seed;
import com.latticex.rosetta.party.Role;
import java.util.EnumMap;
import java.util.Map;

/** The two seeds a party shares with the two others: 01 and 02 at P0, 01 and 12 at P1, 02 and 12 at P2. */
public final class PairSeeds implements AutoCloseable {
    private final Role self;
    private final Map<Role, Seed> seeds;

    /** Takes ownership of the seeds, one for each other party. */
    public PairSeeds(Role self, Map<Role, Seed> seeds) {
        if (seeds.containsKey(self) || seeds.size() != 2) {
            throw new IllegalArgumentException("party " + self + " needs a seed with each of the two others");
        }
        this.self = self;
        this.seeds = new EnumMap<>(seeds);
    }

    public Role self() {
        return self;
    }

    /** The seed common with that party. */
    public Seed with(Role peer) {
        Seed seed = seeds.get(peer);
        if (seed == null) {
            throw new IllegalArgumentException("no seed with " + peer + " at " + self);
        }
        return seed;
    }

    @Override
    public void close() {
        seeds.values().forEach(Seed::close);
    }
}
