package com.latticex.rosetta.network.tls;

import com.latticex.rosetta.backend.Seed;
import com.latticex.rosetta.error.ConfigurationException;
import com.latticex.rosetta.error.ProtocolException;
import com.latticex.rosetta.party.Role;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One side of the handshake between two parties: who is there, do both agree, which seed do they share. */
final class Greeting {
    /** Fresh random bytes each side gives to the seed. */
    static final int CONTRIBUTION = 16;

    private static final byte[] LABEL = "rosetta pair seed 1".getBytes(StandardCharsets.US_ASCII);

    private final Role self;
    private final Role peer;
    private final Agreement agreement;
    private final byte[] contribution = new byte[CONTRIBUTION];

    Greeting(Role self, Role peer, Agreement agreement) {
        this.self = self;
        this.peer = peer;
        this.agreement = agreement;
    }

    /** The body of this side's HELLO: role, number of fields, then names and values, each after its length. */
    byte[] hello() {
        ByteBuffer body = ByteBuffer.allocate(FrameType.HELLO.maxLength);
        body.put((byte) self.index()).putShort((short) agreement.fields().size());
        agreement.fields().forEach((name, value) -> {
            for (String text : List.of(name, value)) {
                byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
                body.putShort((short) utf8.length).put(utf8);
            }
        });
        return Arrays.copyOf(body.array(), body.position());
    }

    /** Checks the peer's HELLO; throws if it is another party than its certificate says, or if the two sides disagree. */
    void check(byte[] hello) {
        ByteBuffer body = ByteBuffer.wrap(hello);
        int role = body.get();
        if (role != peer.index()) {
            throw new ProtocolException(
                    "the process with the certificate of " + peer + " says that it is party " + role
                            + ": the certificates of two parties are swapped in a job, or a process was started as the wrong party");
        }
        Agreement theirs;
        try {
            theirs = agreement(body);
        } catch (BufferUnderflowException | CharacterCodingException | ConfigurationException e) {
            throw new ProtocolException(peer + " sent a HELLO that cannot be read", e);
        }
        List<String> differences = Agreement.differences(self, agreement, peer, theirs);
        if (!differences.isEmpty()) {
            throw new ProtocolException(Agreement.report(self, peer, differences));
        }
    }

    /** Draws this side's contribution; a copy to send. */
    byte[] contribute() {
        new SecureRandom().nextBytes(contribution);
        return contribution.clone();
    }

    /** The first 16 bytes of SHA-256(label, lower role, higher role, lower's contribution, higher's contribution). Wipes both contributions. */
    Seed seed(byte[] theirs) {
        boolean lower = self.index() < peer.index();
        byte[] hash = {};
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(LABEL);
            sha.update((byte) Math.min(self.index(), peer.index()));
            sha.update((byte) Math.max(self.index(), peer.index()));
            sha.update(lower ? contribution : theirs);
            sha.update(lower ? theirs : contribution);
            hash = sha.digest();
            byte[] key = Arrays.copyOf(hash, Seed.BYTES);
            Seed seed = Seed.of(key);
            Arrays.fill(key, (byte) 0);
            return seed;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the JDK has no SHA-256", e);
        } finally {
            Arrays.fill(hash, (byte) 0);
            Arrays.fill(theirs, (byte) 0);
            Arrays.fill(contribution, (byte) 0);
        }
    }

    private static Agreement agreement(ByteBuffer body) throws CharacterCodingException {
        int count = Short.toUnsignedInt(body.getShort());
        if (count > Agreement.MAX_FIELDS) {
            throw new BufferUnderflowException();
        }
        Map<String, String> fields = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            fields.put(text(body), text(body));
        }
        if (body.hasRemaining()) {
            throw new BufferUnderflowException();
        }
        return new Agreement(fields);
    }

    private static String text(ByteBuffer body) throws CharacterCodingException {
        int length = Short.toUnsignedInt(body.getShort());
        if (length > body.remaining()) {
            throw new BufferUnderflowException();
        }
        ByteBuffer utf8 = body.slice(body.position(), length);
        body.position(body.position() + length);
        return StandardCharsets.UTF_8.newDecoder().decode(utf8).toString();
    }
}
