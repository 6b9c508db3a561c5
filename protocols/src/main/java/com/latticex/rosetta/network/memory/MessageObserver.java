package com.latticex.rosetta.network.memory;

import com.latticex.rosetta.network.Link;
import com.latticex.rosetta.network.Tag;

/** Sees every message of an {@link InMemoryMesh}: what a party receives is its view. Called by the sender's thread, by several at once. */
@FunctionalInterface
public interface MessageObserver {
    /** @param payload a copy */
    void sent(Link link, Tag tag, int round, byte[] payload);
}
