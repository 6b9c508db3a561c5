package com.latticex.rosetta.party;

import com.latticex.rosetta.backend.Bytes;
import com.latticex.rosetta.backend.RingBackend;
import com.latticex.rosetta.backend.Words;
import com.latticex.rosetta.network.Channel;
import com.latticex.rosetta.network.Tag;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one invocation: one frame is some words, then some digits. Numbers the frames of each link and keeps the round clock:
 * a frame carries the sender's clock, and receiving it moves the receiver's to at least one more (Lamport). An empty frame is not sent.
 */
final class Wire {
    private final Channel channel;
    private final RingBackend backend;
    private final HostMemory memory;
    private final String operation;
    private final long number;
    private final int[] sent = new int[Role.values().length];
    private final int[] received = new int[Role.values().length];
    private int clock;

    Wire(Channel channel, RingBackend backend, HostMemory memory, String operation, long number) {
        this.channel = channel;
        this.backend = backend;
        this.memory = memory;
        this.operation = operation;
        this.number = number;
    }

    /** Length in hops of the longest chain of messages that led here. */
    int clock() {
        return clock;
    }

    void send(Role peer, @Nullable Words words, @Nullable Bytes digits) {
        long wordBytes = words == null ? 0 : words.size() * Long.BYTES;
        long size = wordBytes + (digits == null ? 0 : digits.size());
        if (size == 0) {
            return;
        }
        Tag tag = new Tag(operation, number, sent[peer.index()]++);
        memory.with(size, host -> {
            if (words != null && words.size() > 0) {
                backend.download(words, host.asSlice(0, wordBytes));
            }
            if (digits != null && digits.size() > 0) {
                backend.download(digits, host.asSlice(wordBytes));
            }
            channel.send(peer, tag, clock, parts(host, wordBytes));
        });
    }

    /** Reserves the next frame of a link, to be received now or later. */
    Tag expect(Role peer) {
        return new Tag(operation, number, received[peer.index()]++);
    }

    void receive(Role peer, Tag tag, @Nullable Words words, @Nullable Bytes digits) {
        long wordBytes = words == null ? 0 : words.size() * Long.BYTES;
        long size = wordBytes + (digits == null ? 0 : digits.size());
        memory.with(size, host -> {
            clock = Math.max(clock, channel.receive(peer, tag, parts(host, wordBytes)));
            if (words != null && words.size() > 0) {
                backend.upload(host.asSlice(0, wordBytes), words);
            }
            if (digits != null && digits.size() > 0) {
                backend.upload(host.asSlice(wordBytes), digits);
            }
        });
    }

    private static List<MemorySegment> parts(MemorySegment host, long wordBytes) {
        return List.of(host.asSlice(0, wordBytes), host.asSlice(wordBytes));
    }
}
