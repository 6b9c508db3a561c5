package com.latticex.rosetta.tensorflow.kernel;

import com.latticex.rosetta.party.Invocation;
import com.latticex.rosetta.party.Party;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Numbers the invocations of a party's operations. A pair (operation, number) addresses masks and messages: it must never occur twice in
 * a party's life, also when a kernel is made anew or a second session runs a graph with the same names. So the numbers belong
 * to the party.
 */
final class PartyCounters {
    private static final Map<Party, PartyCounters> OF_PARTY = new WeakHashMap<>();

    /** Invocation numbers are below 2^44: inside loops 24 bits of run and 20 bits of iteration. */
    private static final int ITERATION_BITS = 20;

    private final Map<String, AtomicLong> invocations = new ConcurrentHashMap<>();
    private final AtomicLong runs = new AtomicLong();

    private PartyCounters() {}

    static PartyCounters of(Party party) {
        synchronized (OF_PARTY) {
            return OF_PARTY.computeIfAbsent(party, _ -> new PartyCounters());
        }
    }

    /** Begins a run of a graph; the parties begin the same ones in the same order. */
    void beginRun() {
        runs.incrementAndGet();
    }

    Invocation invoke(Party party, String tag) {
        return party.invoke(
                tag, invocations.computeIfAbsent(tag, _ -> new AtomicLong()).getAndIncrement());
    }

    /** Iterations of a loop may run side by side, so they are numbered by position and not in order of arrival. */
    Invocation invoke(Party party, String tag, long frame, long iteration) {
        if (iteration >>> ITERATION_BITS != 0) {
            throw new com.latticex.rosetta.error.ConfigurationException(
                    "the while loop around " + tag + " has more than 2^" + ITERATION_BITS + " iterations");
        }
        return party.invoke(tag + "@" + Long.toHexString(frame), runs.get() << ITERATION_BITS | iteration);
    }
}
