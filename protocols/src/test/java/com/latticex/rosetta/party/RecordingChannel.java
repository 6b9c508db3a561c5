package com.latticex.rosetta.party;

import com.latticex.rosetta.network.Channel;
import com.latticex.rosetta.network.Tag;
import com.latticex.rosetta.network.Traffic;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Keeps the hash of every message that is sent, by sender, receiver and tag. */
public record RecordingChannel(Channel channel, Map<String, String> transcript) implements Channel {
    @Override
    public Role self() {
        return channel.self();
    }

    @Override
    public void send(Role peer, Tag tag, int round, List<MemorySegment> parts) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        parts.forEach(part -> message.writeBytes(part.toArray(ValueLayout.JAVA_BYTE)));
        transcript.put(self() + " to " + peer + ": " + tag, hash(message.toByteArray()));
        channel.send(peer, tag, round, parts);
    }

    private static String hash(byte[] message) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(message));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the JDK has no SHA-256", e);
        }
    }

    @Override
    public int receive(Role peer, Tag tag, List<MemorySegment> parts) {
        return channel.receive(peer, tag, parts);
    }

    @Override
    public Traffic traffic() {
        return channel.traffic();
    }

    @Override
    public void abort(String cause) {
        channel.abort(cause);
    }

    @Override
    public void close() {
        channel.close();
    }
}
