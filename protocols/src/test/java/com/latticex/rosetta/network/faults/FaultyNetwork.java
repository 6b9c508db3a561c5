package com.latticex.rosetta.network.faults;

import com.latticex.rosetta.party.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A {@link FaultyProxy} for each pair of parties. */
public final class FaultyNetwork implements AutoCloseable {
    /** Two parties, the one that calls first. */
    public record Pair(Role caller, Role called) {
        public boolean concerns(Role role) {
            return caller == role || called == role;
        }
    }

    public static final List<Pair> PAIRS =
            List.of(new Pair(Role.P1, Role.P0), new Pair(Role.P2, Role.P0), new Pair(Role.P2, Role.P1));

    private final int[] ports;
    private final Map<Pair, FaultyProxy> proxies;

    /** @param ports where the three parties listen */
    public FaultyNetwork(int... ports) {
        this.ports = ports.clone();
        proxies = Map.of(
                PAIRS.get(0), new FaultyProxy(ports[0]),
                PAIRS.get(1), new FaultyProxy(ports[0]),
                PAIRS.get(2), new FaultyProxy(ports[1]));
    }

    public FaultyProxy between(Pair pair) {
        return Objects.requireNonNull(proxies.get(pair));
    }

    /** The proxies at a party. */
    public List<FaultyProxy> at(Role role) {
        return PAIRS.stream().filter(p -> p.concerns(role)).map(this::between).toList();
    }

    /** The ports by which one party reaches the three: its own, and the proxies to those it calls. */
    public int[] portsFor(Role self) {
        int[] seen = ports.clone();
        for (Pair pair : PAIRS) {
            if (pair.caller() == self) {
                seen[pair.called().index()] = between(pair).port();
            }
        }
        return seen;
    }

    public List<FaultyProxy> all() {
        return new ArrayList<>(proxies.values());
    }

    @Override
    public void close() {
        proxies.values().forEach(FaultyProxy::close);
    }
}
