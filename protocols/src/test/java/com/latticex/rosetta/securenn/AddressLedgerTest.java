package com.latticex.rosetta.securenn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.latticex.rosetta.backend.Backends;
import com.latticex.rosetta.backend.RingBackend;
import com.latticex.rosetta.backend.Seed;
import com.latticex.rosetta.party.Attributes;
import com.latticex.rosetta.party.Invocation;
import com.latticex.rosetta.party.Role;
import com.latticex.rosetta.party.ThreeParties;
import com.latticex.rosetta.party.Watch;
import com.latticex.rosetta.randomness.Mask;
import com.latticex.rosetta.tensor.Plain;
import com.latticex.rosetta.tensor.Shape;
import com.latticex.rosetta.tensor.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** No address of the pseudo-random generator is used twice, over many invocations of every operation, and no mask hides two values. */
class AddressLedgerTest {
    private static final int STEPS = 2;

    @Test
    void noAddressRepeats() {
        Map<Role, Set<String>> ledgers = new EnumMap<>(Role.class);
        for (long epoch = 0; epoch < 2; epoch++) {
            ThreeParties.seeded(6)
                    .epoch(epoch)
                    .on(role -> recording(ledgers, role))
                    .run(party -> {
                        for (int step = 0; step < STEPS; step++) {
                            int node = 0;
                            for (Case one : oneOfEach()) {
                                for (ComparisonMethod method : ComparisonMethod.values()) {
                                    Trial.repeat(party, one, method, "node" + node++, step);
                                }
                            }
                        }
                        return 0;
                    });
        }
        for (Role role : Role.values()) {
            assertThat(ledgers.get(role)).as("draws of %s", role).hasSizeGreaterThan(2 * STEPS * 100);
        }
        // What two parties both draw, they draw from the seed that they share; the third has no part in it.
        Set<String> all = new HashSet<>(ledgers.get(Role.P0));
        all.retainAll(ledgers.get(Role.P1));
        assertThat(all).isNotEmpty().doesNotContainAnyElementsOf(ledgers.get(Role.P2));
    }

    private static Collection<Case> oneOfEach() {
        Map<String, Case> each = new LinkedHashMap<>();
        Cases.seeded(1).forEach(one -> each.putIfAbsent(one.operation(), one));
        return each.values();
    }

    /** Fails at once when an address comes a second time. */
    private static RingBackend recording(Map<Role, Set<String>> ledgers, Role role) {
        Set<String> ledger;
        synchronized (ledgers) {
            ledger = ledgers.computeIfAbsent(role, r -> new HashSet<>());
        }
        return Watch.backend(
                Backends.installed().open("cpu"),
                (method, arguments) -> {
                    if (method.startsWith("random")) {
                        Seed key = (Seed) arguments[0];
                        String address = HexFormat.of().formatHex(key.key()) + " " + arguments[1];
                        assertThat((long) arguments[1] >>> 60).isZero();
                        if (!ledger.add(address)) {
                            throw new AssertionError("an address is drawn twice at " + role);
                        }
                    }
                },
                (method, arguments) -> {});
    }

    @Test
    void aMaskHidesOneValue() {
        assertThatThrownBy(() -> ThreeParties.seeded(1).run(party -> {
                    Value x = Trial.apply(
                            party, new SecureNN().operation("Share", Attributes.NONE), "x", Plain.open(Shape.of(1), 5));
                    try (Invocation call = party.invoke("twice", 0)) {
                        Mask mask = call.mask(Shape.of(1));
                        call.hide(Operands.secret(x).in(call.scope()), mask);
                        call.hide(Operands.secret(x).in(call.scope()), mask);
                        return 0;
                    }
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("already hides a value");
    }

    /** Addresses hold the number of the invocation in 44 bits and 2^16 draws. */
    @Test
    void addressesThatDoNotFitAreRefused() {
        List<String> refused = new ArrayList<>();
        ThreeParties.seeded(1).on(role -> Backends.installed().open("cpu")).run(party -> {
            if (party.role() == Role.P0) {
                assertThatThrownBy(() -> party.invoke("late", 1L << 44)).isInstanceOf(IllegalArgumentException.class);
                try (Invocation call = party.invoke("last", (1L << 44) - 1)) {
                    for (int i = 0; i < 1 << 15; i++) {
                        call.mask(Shape.SCALAR);
                    }
                    assertThatThrownBy(() -> call.mask(Shape.SCALAR)).isInstanceOf(IllegalStateException.class);
                }
                refused.add("both");
            }
            return 0;
        });
        assertThat(refused).containsExactly("both");
    }
}
