package com.latticex.rosetta.network;

/**
 * How much may wait on one link for its receiver before the sender is slowed.
 *
 * @param messages unread messages
 * @param bytes payload bytes of unread messages; a single larger message still passes when nothing else waits
 */
public record LinkLimits(int messages, long bytes) {
    /** 65,536 messages and 1 GiB. */
    public static final LinkLimits DEFAULT = new LinkLimits(1 << 16, 1L << 30);

    public LinkLimits {
        if (messages < 1 || bytes < 1) {
            throw new IllegalArgumentException("a link must hold at least one message and one byte");
        }
    }
}
