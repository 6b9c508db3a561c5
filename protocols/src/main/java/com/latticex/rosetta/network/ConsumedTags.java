package com.latticex.rosetta.network;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * The tags one receiver has taken from one link, in bounded memory: exact for the last {@value #WINDOW} invocations of each
 * operation; everything older counts as taken. Not thread-safe.
 */
final class ConsumedTags {
    /** More than a session ever runs of one operation at the same time. */
    static final int WINDOW = 256;

    private static final class Window {
        private final long[] invocations = new long[WINDOW];
        private final BitSet[] steps = new BitSet[WINDOW];
        private long newest = -1;
    }

    private final Map<String, Window> windows = new HashMap<>();

    boolean contains(Tag tag) {
        Window window = windows.get(tag.operation());
        if (window == null || tag.invocation() > window.newest) {
            return false;
        }
        if (tag.invocation() <= window.newest - WINDOW) {
            return true;
        }
        int slot = (int) (tag.invocation() % WINDOW);
        return window.invocations[slot] == tag.invocation()
                && window.steps[slot] != null
                && window.steps[slot].get(tag.step());
    }

    /** False if the tag had been taken before. */
    boolean add(Tag tag) {
        if (contains(tag)) {
            return false;
        }
        Window window = windows.computeIfAbsent(tag.operation(), name -> new Window());
        int slot = (int) (tag.invocation() % WINDOW);
        if (window.steps[slot] == null) {
            window.steps[slot] = new BitSet(8);
        } else if (window.invocations[slot] != tag.invocation()) {
            window.steps[slot].clear();
        }
        window.invocations[slot] = tag.invocation();
        window.steps[slot].set(tag.step());
        window.newest = Math.max(window.newest, tag.invocation());
        return true;
    }
}
