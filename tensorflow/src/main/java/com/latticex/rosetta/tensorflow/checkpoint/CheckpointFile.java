package com.latticex.rosetta.tensorflow.checkpoint;

import com.latticex.rosetta.error.ConfigurationException;
import com.latticex.rosetta.error.RosettaException;
import com.latticex.rosetta.error.StorageException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Set;
import javax.crypto.Cipher;

/** Checkpoints on disk; the format is in the package's description. */
public final class CheckpointFile {
    /** What a file being written ends with. */
    public static final String UNFINISHED = ".part";

    private static final byte[] MAGIC = "RosettaC".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final int SALT = 32;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private CheckpointFile() {}

    /** What is kept. */
    @FunctionalInterface
    public interface Content {
        void writeTo(DataOutputStream out) throws IOException;
    }

    /** Takes back what was kept. */
    @FunctionalInterface
    public interface Reading<T> {
        T from(DataInputStream in) throws IOException;
    }

    /** The beginning of a file: all that precedes the segments. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Head(byte[] description, byte[] salt, byte[] prefix) {
        byte[] encoded() {
            return ByteBuffer.allocate(MAGIC.length + 6 + description.length + SALT + Segments.PREFIX)
                    .put(MAGIC)
                    .putShort((short) VERSION)
                    .putInt(description.length)
                    .put(description)
                    .put(salt)
                    .put(prefix)
                    .array();
        }

        Segments segments(int mode, CheckpointKey key) {
            try {
                byte[] purpose = MessageDigest.getInstance("SHA-256").digest(encoded());
                return new Segments(mode, key.derive(salt, purpose), prefix);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("the JDK has no SHA-256", e);
            }
        }

        static Head read(InputStream from, Path file) throws IOException {
            DataInputStream in = new DataInputStream(from);
            if (!Arrays.equals(in.readNBytes(MAGIC.length), MAGIC)) {
                throw new ConfigurationException(file + " is not a checkpoint of Rosetta");
            }
            int version = in.readUnsignedShort();
            if (version != VERSION) {
                throw new ConfigurationException(file + " is a checkpoint of format " + version
                        + "; this version of Rosetta reads format " + VERSION);
            }
            int length = in.readInt();
            if (length < 0 || length > Binding.LONGEST) {
                throw new EOFException();
            }
            byte[] description = new byte[length];
            in.readFully(description);
            byte[] salt = new byte[SALT];
            in.readFully(salt);
            byte[] prefix = new byte[Segments.PREFIX];
            in.readFully(prefix);
            return new Head(description, salt, prefix);
        }
    }

    /**
     * Writes a checkpoint, whole or not at all: when this returns it is on the disk, and when it fails or the machine does, what stood there before
     * still does.
     *
     * @throws StorageException if the file system does not take it
     */
    public static void write(Path file, CheckpointKey key, Binding binding, Content content) {
        byte[] random = new byte[SALT + Segments.PREFIX];
        RANDOM.nextBytes(random);
        Head head = new Head(
                binding.encoded(), Arrays.copyOf(random, SALT), Arrays.copyOfRange(random, SALT, random.length));
        Path part = file.resolveSibling(file.getFileName() + UNFINISHED);
        try {
            Files.deleteIfExists(part);
            try (FileChannel channel = FileChannel.open(
                            part,
                            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                            PosixFilePermissions.asFileAttribute(OWNER_ONLY));
                    BufferedOutputStream buffered = new BufferedOutputStream(Channels.newOutputStream(channel))) {
                buffered.write(head.encoded());
                try (SealingStream sealing = new SealingStream(buffered, head.segments(Cipher.ENCRYPT_MODE, key));
                        DataOutputStream out = new DataOutputStream(sealing)) {
                    content.writeTo(out);
                }
                buffered.flush();
                channel.force(true);
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            force(file.toAbsolutePath().resolveSibling(""));
        } catch (IOException e) {
            throw new StorageException(
                    "the checkpoint " + file + " cannot be written: " + reason(e)
                            + ". Make room or correct the folder, then go on with --resume",
                    e);
        } finally {
            deleteQuietly(part);
        }
    }

    /**
     * What a file says it is; nothing of it has been authenticated yet.
     *
     * @throws ConfigurationException if it is no checkpoint
     */
    public static Binding describe(Path file) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            return Binding.decoded(Head.read(in, file).description);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /**
     * Reads a checkpoint.
     *
     * @throws ConfigurationException if it is missing, belongs to something else than wanted, was changed, cut short or made with another key; the
     *     message says which
     */
    public static <T> T read(Path file, CheckpointKey key, Binding wanted, Reading<T> reading) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            Head head = Head.read(in, file);
            Binding.decoded(head.description).require(wanted, file);
            try (OpeningStream opening = new OpeningStream(in, head.segments(Cipher.DECRYPT_MODE, key))) {
                T content = reading.from(new DataInputStream(opening));
                if (opening.read() >= 0) {
                    throw new IOException("more than was expected");
                }
                return content;
            }
        } catch (RosettaException e) {
            throw e;
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static ConfigurationException unreadable(Path file, IOException e) {
        String message = switch (e) {
            case NoSuchFileException missing -> "there is no checkpoint " + file;
            case OpeningStream.ChangedException changed ->
                "the checkpoint " + file + " was changed, cut short, or made with another private key;"
                        + " put the right file or key there, or remove it to go on from an earlier one";
            default -> "the checkpoint " + file + " cannot be read: " + reason(e);
        };
        return new ConfigurationException(message, e);
    }

    private static String reason(IOException e) {
        return e instanceof EOFException
                ? "it is too short"
                : e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    /** A rename is on the disk only once the folder is. */
    private static void force(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void deleteQuietly(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            System.getLogger(CheckpointFile.class.getName())
                    .log(System.Logger.Level.WARNING, "{0} is left over and cannot be deleted", part);
        }
    }
}
