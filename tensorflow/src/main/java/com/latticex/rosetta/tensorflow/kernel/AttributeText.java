package com.latticex.rosetta.tensorflow.kernel;

import com.latticex.rosetta.error.ConfigurationException;
import com.latticex.rosetta.party.Attributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Attributes as strings of a node: {@code name=b:true}, {@code name=i:5}, {@code name=f:1e-6} or {@code name=s:text}.
 */
public final class AttributeText {
    private AttributeText() {}

    /** @throws ConfigurationException if an entry has another form or a name occurs twice */
    public static Attributes parse(List<String> entries) {
        Map<String, Object> values = new HashMap<>();
        for (String entry : entries) {
            int equals = entry.indexOf('=');
            if (equals < 1 || entry.length() < equals + 3 || entry.charAt(equals + 2) != ':') {
                throw malformed(entry, null);
            }
            Object value = value(entry, entry.charAt(equals + 1), entry.substring(equals + 3));
            if (values.put(entry.substring(0, equals), value) != null) {
                throw new ConfigurationException("attribute " + entry.substring(0, equals) + " is given twice");
            }
        }
        return new Attributes(values);
    }

    /** Sorted by name, so that equal attributes print alike at all parties. */
    public static List<String> print(Attributes attributes) {
        return attributes.values().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(e -> e.getKey() + "=" + kind(e.getValue()) + ":" + e.getValue())
                .toList();
    }

    private static Object value(String entry, char kind, String text) {
        try {
            return switch (kind) {
                case 'b' -> {
                    if (!text.equals("true") && !text.equals("false")) {
                        throw malformed(entry, null);
                    }
                    yield Boolean.valueOf(text);
                }
                case 'i' -> Long.valueOf(text);
                case 'f' -> Double.valueOf(text);
                case 's' -> text;
                default -> throw malformed(entry, null);
            };
        } catch (NumberFormatException e) {
            throw malformed(entry, e);
        }
    }

    private static char kind(Object value) {
        return switch (value) {
            case Boolean _ -> 'b';
            case Long _ -> 'i';
            case Double _ -> 'f';
            case String _ -> 's';
            default ->
                throw new IllegalArgumentException("an attribute is a Boolean, Long, Double or String, not a "
                        + value.getClass().getSimpleName());
        };
    }

    private static ConfigurationException malformed(String entry, @org.jspecify.annotations.Nullable Throwable cause) {
        return new ConfigurationException(
                "attribute \"" + entry
                        + "\" of an Mpc operation is malformed: write name=b:true, name=i:5, name=f:0.5 or name=s:text",
                cause);
    }
}
