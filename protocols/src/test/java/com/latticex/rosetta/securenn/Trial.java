package com.latticex.rosetta.securenn;

import com.latticex.rosetta.network.Link;
import com.latticex.rosetta.network.Traffic;
import com.latticex.rosetta.party.Attributes;
import com.latticex.rosetta.party.Cost;
import com.latticex.rosetta.party.Invocation;
import com.latticex.rosetta.party.Operation;
import com.latticex.rosetta.party.Party;
import com.latticex.rosetta.party.Role;
import com.latticex.rosetta.party.ThreeParties;
import com.latticex.rosetta.tensor.Plain;
import com.latticex.rosetta.tensor.Secret;
import com.latticex.rosetta.tensor.Shape;
import com.latticex.rosetta.tensor.Value;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Runs a {@link Case} at three parties and measures what it costs. */
final class Trial {
    /**
     * @param measured bytes as counted by the senders, and the longest chain of messages
     */
    record Outcome(Clear result, Cost declared, Cost measured) {}

    @SuppressWarnings("ArrayRecordComponent")
    private record AtParty(Shape shape, long[] share, Cost declared, int rounds, Map<Link, Long> sent, long leaked) {}

    private Trial() {}

    static Outcome run(Case one, ThreeParties parties) {
        return run(one, ComparisonMethod.DIGITS, parties);
    }

    static Outcome run(Case one, ComparisonMethod method, ThreeParties parties) {
        SecureNN protocol = new SecureNN(Comparisons.always(method));
        List<AtParty> at = parties.run(party -> atParty(one, protocol, party));
        Map<Link, Long> bytes = new HashMap<>();
        at.forEach(a -> bytes.putAll(a.sent));
        int rounds = at.stream().mapToInt(AtParty::rounds).max().orElseThrow();
        long[] words = at.get(0).share.clone();
        for (int i = 0; i < words.length; i++) {
            words[i] += at.get(1).share[i];
        }
        double[] values = new double[words.length];
        for (int i = 0; i < words.length; i++) {
            values[i] = one.integer() ? words[i] : Math.scalb((double) words[i], -16);
        }
        if (at.stream().anyMatch(a -> a.leaked != 0)) {
            throw new AssertionError(one + " leaves buffers open");
        }
        return new Outcome(new Clear(at.getFirst().shape, values), at.getFirst().declared, new Cost(rounds, bytes));
    }

    private static AtParty atParty(Case one, SecureNN protocol, Party party) {
        List<Value> operands = new ArrayList<>();
        for (int i = 0; i < one.arguments().size(); i++) {
            operands.add(operand(party, one.arguments().get(i), i, "input", 0));
        }
        Operation operation = protocol.operation(one.operation(), one.attributes());
        Cost declared = operation.cost(Operation.Operand.of(operands));
        Map<Link, Long> before = sent(party);
        int rounds;
        List<Value> results;
        try (Invocation call = party.invoke("tested", 0)) {
            results = operation.apply(call, operands);
            rounds = call.rounds();
        }
        Map<Link, Long> after = sent(party);
        before.forEach((link, count) -> after.merge(link, -count, Long::sum));
        Secret result = (Secret) results.getFirst();
        long[] share = download(party, result);
        results.forEach(Trial::close);
        operands.forEach(Trial::close);
        return new AtParty(
                result.shape(), share, declared, rounds, after, party.backend().openBuffers());
    }

    /** One more invocation of a case's operation under a name of its own, with its inputs; measures nothing. */
    static void repeat(Party party, Case one, ComparisonMethod method, String name, long number) {
        List<Value> operands = new ArrayList<>();
        for (int i = 0; i < one.arguments().size(); i++) {
            operands.add(operand(party, one.arguments().get(i), i, name + "/input", number));
        }
        Operation operation = new SecureNN(Comparisons.always(method)).operation(one.operation(), one.attributes());
        try (Invocation call = party.invoke(name, number)) {
            operation.apply(call, operands).forEach(Trial::close);
        }
        operands.forEach(Trial::close);
    }

    /** Inputs come from the three parties in turn. */
    private static Value operand(Party party, Case.Argument argument, int index, String name, long number) {
        Clear clear = argument.clear();
        if (!argument.secret()) {
            return Plain.open(clear.shape(), clear.values());
        }
        Role owner = Role.of(index % 3);
        Attributes attributes = new Attributes(Map.of("owner", (long) owner.index(), "integer", argument.integer()));
        Plain plain = party.role() == owner
                ? Plain.known(clear.shape(), Set.of(owner), clear.values())
                : Plain.unknown(clear.shape(), Set.of(owner));
        try (Invocation call = party.invoke(name + index, number)) {
            return new SecureNN()
                    .operation("Input", attributes)
                    .apply(call, List.of(plain))
                    .getFirst();
        }
    }

    static Value apply(Party party, Operation operation, String name, Value... operands) {
        try (Invocation call = party.invoke(name, 0)) {
            return operation.apply(call, List.of(operands)).getFirst();
        }
    }

    static long[] download(Party party, Secret secret) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment host = arena.allocate(8 * secret.shape().size(), 8);
            secret.copyTo(party.backend(), host);
            return host.toArray(ValueLayout.JAVA_LONG);
        }
    }

    private static void close(Value value) {
        if (value instanceof Secret secret) {
            secret.close();
        }
    }

    private static Map<Link, Long> sent(Party party) {
        Traffic traffic = party.channel().traffic();
        Map<Link, Long> sent = new HashMap<>(traffic.bytes());
        sent.keySet().removeIf(link -> link.from() != party.role());
        return sent;
    }
}
