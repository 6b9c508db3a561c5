package com.latticex.rosetta.network.tls;

import com.latticex.rosetta.backend.Seed;
import com.latticex.rosetta.party.Role;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * By what two parties know that a new connection belongs to their session, and not to an earlier or later one between the same two: each
 * shows a token derived from the pair's seed. TLS has told already who is there.
 *
 * @param own this side's token
 * @param peers the other side's
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared as a whole.
record Resumption(byte[] own, byte[] peers) {
    private static final int TOKEN = Seed.BYTES;

    /** Bytes of a RESUME body: token, number of frames received. */
    static final int BYTES = TOKEN + 8;

    /** No operation's stream has this epoch: the token says nothing about masks. */
    private static final long EPOCH = -1;

    static Resumption of(Seed seed, Role self, Role peer) {
        return new Resumption(token(seed, self), token(seed, peer));
    }

    private static byte[] token(Seed seed, Role role) {
        try (Seed derived = seed.derive("rosetta session of " + role, EPOCH)) {
            return derived.key().clone();
        }
    }

    /** Body of this side's RESUME. */
    byte[] body(long received) {
        return ByteBuffer.allocate(BYTES).put(own).putLong(received).array();
    }

    /** Whether the peer's RESUME is of this session. */
    boolean isOfThisSession(byte[] body) {
        return MessageDigest.isEqual(peers, Arrays.copyOf(body, TOKEN));
    }

    /** How many frames the peer has received, as its RESUME says. */
    static long received(byte[] body) {
        return ByteBuffer.wrap(body).getLong(TOKEN);
    }

    void wipe() {
        Arrays.fill(own, (byte) 0);
        Arrays.fill(peers, (byte) 0);
    }

    @Override
    public String toString() {
        return "Resumption(secret)";
    }
}
