package com.latticex.rosetta.bench;

import com.latticex.rosetta.network.Tag;
import com.latticex.rosetta.party.Invocation;
import com.latticex.rosetta.party.Operation;
import com.latticex.rosetta.party.Party;
import com.latticex.rosetta.party.Role;
import com.latticex.rosetta.tensor.Secret;
import com.latticex.rosetta.tensor.Shape;
import com.latticex.rosetta.tensor.Value;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** One party that runs a workload again and again: P0 when it is told to, the others when P0 tells them. */
final class PartyLoop implements AutoCloseable {
    private static final byte GO = 1;
    private static final byte STOP = 0;

    private final Party party;
    private final Operation operation;
    private final List<Value> operands = new ArrayList<>();
    private final Arena arena = Arena.ofShared();
    private final MemorySegment word = arena.allocate(1);
    private long count;

    PartyLoop(Party party, Workload workload) {
        this.party = party;
        this.operation = workload.operation();
        for (Shape shape : workload.operands()) {
            operands.add(operand(shape, operands.size()));
        }
    }

    /** Numbers between -1 and 1. */
    private Value operand(Shape shape, int index) {
        if (party.role().isHelper()) {
            return Secret.absent(shape);
        }
        int size = Math.toIntExact(shape.size());
        long[] share = new Random(index).longs(size).toArray();
        if (party.role() == Role.P1) {
            Random random = new Random(~index);
            int fraction = party.fixedPoint().fractionBits();
            for (int i = 0; i < size; i++) {
                share[i] = random.nextLong(-1L << fraction, 1L << fraction) - share[i];
            }
        }
        var words = party.backend().words(size);
        party.backend().upload(MemorySegment.ofArray(share), words);
        return Secret.of(shape, words);
    }

    /** P0: starts the others and takes part. */
    void lead() {
        tell(GO);
        run();
    }

    /** P1 and P2: take part until P0 closes. */
    void follow() {
        while (true) {
            party.channel().receive(Role.P0, new Tag("go", count, 0), List.of(word));
            if (word.get(ValueLayout.JAVA_BYTE, 0) == STOP) {
                return;
            }
            run();
        }
    }

    private void tell(byte what) {
        word.set(ValueLayout.JAVA_BYTE, 0, what);
        for (Role peer : List.of(Role.P1, Role.P2)) {
            party.channel().send(peer, new Tag("go", count, 0), 0, List.of(word));
        }
    }

    private void run() {
        try (Invocation call = party.invoke("measured", count++)) {
            for (Value result : operation.apply(call, operands)) {
                if (result instanceof Secret secret) {
                    secret.close();
                }
            }
        }
    }

    @Override
    public void close() {
        if (party.role() == Role.P0) {
            tell(STOP);
        }
        arena.close();
        party.close();
        party.backend().close();
    }
}
