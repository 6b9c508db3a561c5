package com.latticex.rosetta.party;

import com.latticex.rosetta.backend.RingBackend;
import com.latticex.rosetta.backend.Seed;
import com.latticex.rosetta.backend.contract.ReferenceBackend;
import com.latticex.rosetta.error.PeerException;
import com.latticex.rosetta.network.Channel;
import com.latticex.rosetta.network.memory.InMemoryMesh;
import com.latticex.rosetta.randomness.PairSeeds;
import com.latticex.rosetta.tensor.FixedPoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Runs one program at three parties in this process, each on a virtual thread, over an in-memory mesh.
 *
 * <pre>{@code
 * List<Long> results = ThreeParties.seeded(7).run(party -> ...);   // of P0, P1, P2
 * }</pre>
 *
 * <p>All randomness follows from the seed. The first failure ends all three and is thrown.
 */
public final class ThreeParties {
    /** What a party does. */
    public interface Program<T> {
        T run(Party party) throws Exception;
    }

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final List<byte[]> seeds = new ArrayList<>(); // by the party that does not hold it
    private Function<Role, RingBackend> backends = role -> new ReferenceBackend();
    private UnaryOperator<Channel> channels = UnaryOperator.identity();
    private FixedPoint fixedPoint = FixedPoint.DEFAULT;
    private long epoch;

    private ThreeParties() {}

    public static ThreeParties seeded(long seed) {
        ThreeParties parties = new ThreeParties();
        Random random = new Random(seed);
        for (int outside = 0; outside < Role.values().length; outside++) {
            byte[] key = new byte[Seed.BYTES];
            random.nextBytes(key);
            parties.seeds.add(key);
        }
        return parties;
    }

    /** Changes the seed that one party does not hold. */
    public ThreeParties otherSeedOutside(Role role) {
        seeds.get(role.index())[0] ^= 1;
        return this;
    }

    /** The devices; they are closed at the end. Default: the plain-loop reference. */
    public ThreeParties on(Function<Role, RingBackend> devices) {
        backends = devices;
        return this;
    }

    /** Wraps every channel, to look at what is sent. */
    public ThreeParties through(UnaryOperator<Channel> wrapper) {
        channels = wrapper;
        return this;
    }

    public ThreeParties with(FixedPoint format) {
        fixedPoint = format;
        return this;
    }

    public ThreeParties epoch(long number) {
        epoch = number;
        return this;
    }

    /** Results of P0, P1 and P2, in this order. */
    public <T> List<T> run(Program<T> program) {
        InMemoryMesh mesh = InMemoryMesh.create(TIMEOUT);
        List<Throwable> failures = new ArrayList<>();
        Map<Role, T> results = new EnumMap<>(Role.class);
        List<Thread> threads = new ArrayList<>();
        for (Role role : Role.values()) {
            threads.add(Thread.ofVirtual().name(role.name()).start(() -> {
                Channel channel = channels.apply(mesh.channel(role));
                try (RingBackend backend = backends.apply(role);
                        Party party = new Party(role, backend, channel, fixedPoint, pairSeeds(role), epoch)) {
                    T result = program.run(party);
                    synchronized (results) {
                        results.put(role, result);
                    }
                } catch (Throwable failure) {
                    synchronized (failures) {
                        failures.add(failure);
                    }
                    channel.abort(String.valueOf(failure));
                }
            }));
        }
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException("interrupted", e);
            }
        }
        if (!failures.isEmpty()) {
            Throwable first = failures.stream()
                    .filter(f -> !(f instanceof PeerException))
                    .findFirst()
                    .orElse(failures.getFirst());
            failures.stream().filter(f -> !f.equals(first)).forEach(first::addSuppressed);
            throw rethrow(first);
        }
        if (mesh.unread() > 0) {
            throw new AssertionError(mesh.unread() + " messages were sent and not received");
        }
        return List.copyOf(results.values());
    }

    private static RuntimeException rethrow(Throwable failure) {
        if (failure instanceof RuntimeException runtime) {
            return runtime;
        }
        if (failure instanceof Error error) {
            throw error;
        }
        return new IllegalStateException(failure);
    }

    private PairSeeds pairSeeds(Role self) {
        Map<Role, Seed> own = new EnumMap<>(Role.class);
        for (Role peer : Role.values()) {
            if (peer != self) {
                int outside = 3 - self.index() - peer.index();
                own.put(peer, Seed.of(seeds.get(outside)));
            }
        }
        return new PairSeeds(self, own);
    }
}
