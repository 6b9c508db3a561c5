package com.latticex.rosetta.network;

import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one party has sent and received, by link.
 *
 * @param bytes payload bytes, without frames and encryption
 * @param messages number of messages
 */
public record Traffic(Map<Link, Long> bytes, Map<Link, Long> messages) {
    public Traffic {
        bytes = sorted(bytes);
        messages = sorted(messages);
    }

    /** Payload bytes on all links together. */
    public long total() {
        return bytes.values().stream().mapToLong(Long::longValue).sum();
    }

    private static Map<Link, Long> sorted(Map<Link, Long> map) {
        TreeMap<Link, Long> sorted = new TreeMap<>(Comparator.comparing(Link::toString));
        sorted.putAll(map);
        return Collections.unmodifiableMap(sorted);
    }
}
