package com.latticex.rosetta.tensorflow.checkpoint;

import com.latticex.rosetta.error.ConfigurationException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * To what a checkpoint belongs. It stands in the file in the clear and is authenticated with the content: a checkpoint opens only as what it
 * was written as.
 *
 * @param party number of the party whose shares it holds
 * @param protocol name of the protocol
 * @param fractionBits of the fixed-point numbers
 * @param graph hash of the plain graph
 * @param job hash of all settings the parties have agreed upon
 * @param session identifies the run from its start, over all interruptions
 * @param epoch PRG epoch in which it was written: another one after each interruption
 * @param step training steps done
 */
public record Binding(
        int party, String protocol, int fractionBits, String graph, String job, String session, long epoch, long step) {
    static final int LONGEST = 1 << 16;

    /** The same at this step. */
    public Binding at(long steps) {
        return new Binding(party, protocol, fractionBits, graph, job, session, epoch, steps);
    }

    /**
     * Refuses a checkpoint that is not the one wanted, naming the first difference.
     *
     * @throws ConfigurationException if anything differs
     */
    public void require(Binding wanted, Path file) {
        requireSameJob(wanted, file);
        require("session", session, wanted.session, file);
        require("epoch", epoch, wanted.epoch, file);
        require("step", step, wanted.step, file);
    }

    /**
     * Refuses a checkpoint of another party or job, naming the first difference.
     *
     * @throws ConfigurationException if anything but session, epoch and step differs
     */
    public void requireSameJob(Binding wanted, Path file) {
        require("party", party, wanted.party, file);
        require("protocol", protocol, wanted.protocol, file);
        require("number of fraction bits", fractionBits, wanted.fractionBits, file);
        require("graph", graph, wanted.graph, file);
        require("job", job, wanted.job, file);
    }

    private static void require(String what, Object found, Object wanted, Path file) {
        if (!found.equals(wanted)) {
            throw new ConfigurationException(file + " is a checkpoint of another " + what + ": " + shown(found)
                    + " instead of " + shown(wanted));
        }
    }

    byte[] encoded() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        try {
            out.writeInt(party);
            out.writeUTF(protocol);
            out.writeInt(fractionBits);
            out.writeUTF(graph);
            out.writeUTF(job);
            out.writeUTF(session);
            out.writeLong(epoch);
            out.writeLong(step);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (bytes.size() > LONGEST) {
            throw new IllegalArgumentException("a checkpoint's description is too long");
        }
        return bytes.toByteArray();
    }

    static Binding decoded(byte[] bytes) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        Binding binding = new Binding(
                in.readInt(),
                in.readUTF(),
                in.readInt(),
                in.readUTF(),
                in.readUTF(),
                in.readUTF(),
                in.readLong(),
                in.readLong());
        if (in.read() >= 0) {
            throw new IOException("more than a description");
        }
        return binding;
    }

    /** Hashes by their beginning. */
    private static String shown(Object value) {
        String text = String.valueOf(value);
        String clean = text.replaceAll("[^\\p{Graph} ]", "?");
        return clean.matches("[0-9a-f]{24,}")
                ? clean.substring(0, 12) + "..."
                : clean.substring(0, Math.min(100, clean.length()));
    }
}
