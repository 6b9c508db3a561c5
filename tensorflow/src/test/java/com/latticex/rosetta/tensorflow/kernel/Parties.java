package com.latticex.rosetta.tensorflow.kernel;

import com.latticex.rosetta.backend.Backends;
import com.latticex.rosetta.party.Party;
import com.latticex.rosetta.party.Role;
import com.latticex.rosetta.party.ThreeParties;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/** Three parties of one process, each on a platform thread of its own, as TensorFlow's sessions want it. */
public final class Parties {
    /** What a party does. */
    @FunctionalInterface
    public interface Program<T> {
        T run(Party party) throws Exception;
    }

    private Parties() {}

    /** Results of P0, P1 and P2; the first failure ends all and is thrown. */
    public static <T> List<T> run(long seed, Program<T> program) {
        return ThreeParties.seeded(seed)
                .on(_ -> Backends.installed().open("cpu"))
                .run(party -> onPlatformThread(party, program));
    }

    /** How each party ended: what it threw. All three must fail. */
    public static Map<Role, Throwable> failures(long seed, Program<?> program) {
        Map<Role, Throwable> failures = new EnumMap<>(Role.class);
        ThreeParties.seeded(seed).on(_ -> Backends.installed().open("cpu")).run(party -> {
            Throwable failure = null;
            try {
                onPlatformThread(party, program);
            } catch (Exception | Error e) {
                failure = e;
            }
            if (failure == null) {
                throw new AssertionError("party " + party.role() + " did not fail");
            }
            synchronized (failures) {
                failures.put(party.role(), failure);
            }
            return true;
        });
        return failures;
    }

    private static <T> T onPlatformThread(Party party, Program<T> program) throws Exception {
        List<T> result = new ArrayList<>();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread thread = Thread.ofPlatform().name("party-" + party.role()).start(() -> {
            try {
                result.add(program.run(party));
            } catch (Throwable t) {
                failure.set(t);
            }
        });
        thread.join();
        switch (failure.get()) {
            case null -> {
                return result.getFirst();
            }
            case Exception e -> throw e;
            case Error e -> throw e;
            case Throwable t -> throw new IllegalStateException(t);
        }
    }
}
