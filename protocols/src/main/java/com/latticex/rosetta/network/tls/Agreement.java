package com.latticex.rosetta.network.tls;

import com.latticex.rosetta.error.ConfigurationException;
import com.latticex.rosetta.party.Role;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the parties must have in common before they compute: protocol, fraction bits, hashes of graph and job, versions. Compared in the
 * handshake; the first difference is reported by name at every party. Nothing in it is secret: a peer sees all of it.
 *
 * @param fields name to value, in the order in which differences are looked for; at most {@value #MAX_FIELDS}, names up to
 *     {@value #MAX_NAME} bytes, values up to {@value #MAX_VALUE}
 */
public record Agreement(Map<String, String> fields) {
    static final int MAX_FIELDS = 64;
    static final int MAX_NAME = 64;
    static final int MAX_VALUE = 512;

    private static final int SHOWN = 3;

    public Agreement {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        if (fields.size() > MAX_FIELDS) {
            throw new ConfigurationException("the handshake compares at most " + MAX_FIELDS + " fields");
        }
        fields.forEach((name, value) -> {
            if (name.isBlank() || bytes(name) > MAX_NAME || bytes(value) > MAX_VALUE) {
                throw new ConfigurationException("handshake field \"" + Printable.clean(name, MAX_NAME)
                        + "\" is empty or too long; compare a hash of long values");
            }
        });
    }

    /** The differences, one sentence part each; empty if both agree. Reads the same at both sides. */
    static List<String> differences(Role a, Agreement atA, Role b, Agreement atB) {
        if (a.index() > b.index()) {
            return differences(b, atB, a, atA);
        }
        Set<String> names = new LinkedHashSet<>(atA.fields.keySet());
        names.addAll(atB.fields.keySet());
        List<String> differences = new ArrayList<>();
        for (String name : names) {
            String left = atA.fields.get(name);
            String right = atB.fields.get(name);
            if (!Objects.equals(left, right)) {
                differences.add(Printable.clean(name, MAX_NAME) + " (" + a + " has " + shown(left) + ", " + b + " has "
                        + shown(right) + ")");
            }
        }
        return differences;
    }

    /** The first few differences as a sentence. */
    static String report(Role a, Role b, List<String> differences) {
        int first = Math.min(a.index(), b.index());
        return Role.of(first) + " and " + (first == a.index() ? b : a) + " disagree about "
                + String.join("; ", differences.subList(0, Math.min(SHOWN, differences.size())))
                + (differences.size() > SHOWN ? "; and " + (differences.size() - SHOWN) + " more" : "")
                + ". Give every party the same job, graph and version of Rosetta";
    }

    /** Hashes by their beginning. */
    private static String shown(@Nullable String value) {
        if (value == null) {
            return "nothing";
        }
        return value.matches("[0-9a-fA-F]{24,}") ? value.substring(0, 12) + "..." : Printable.clean(value, 100);
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
