package com.latticex.rosetta.party;

import com.latticex.rosetta.error.ConfigurationException;
import java.util.Map;

/** Named settings of an operation, as a graph's node carries them: Boolean, Long, Double or String. */
public record Attributes(Map<String, Object> values) {
    public static final Attributes NONE = new Attributes(Map.of());

    public Attributes {
        values = Map.copyOf(values);
    }

    public boolean flag(String name, boolean otherwise) {
        return get(name, Boolean.class, otherwise);
    }

    public long integer(String name, long otherwise) {
        return get(name, Long.class, otherwise);
    }

    public double real(String name, double otherwise) {
        return get(name, Double.class, otherwise);
    }

    public String text(String name, String otherwise) {
        return get(name, String.class, otherwise);
    }

    private <T> T get(String name, Class<T> type, T otherwise) {
        Object value = values.getOrDefault(name, otherwise);
        if (!type.isInstance(value)) {
            throw new ConfigurationException("attribute " + name + " is " + value + ", not a " + type.getSimpleName());
        }
        return type.cast(value);
    }
}
