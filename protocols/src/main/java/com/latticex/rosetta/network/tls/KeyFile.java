package com.latticex.rosetta.network.tls;

import com.latticex.rosetta.error.ConfigurationException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;

/** A party's private key on disk: PKCS #8 in PEM, without a password. */
public final class KeyFile {
    private static final byte[] BEGIN = "-----BEGIN PRIVATE KEY-----".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "-----END PRIVATE KEY-----".getBytes(StandardCharsets.US_ASCII);
    private static final int LONGEST = 1 << 16;

    private KeyFile() {}

    /**
     * The key's DER encoding; the caller wipes it.
     *
     * @throws ConfigurationException if the file is missing or holds something else; nothing of its content is quoted
     */
    public static byte[] der(Path file) {
        warnIfExposed(file);
        byte[] text = {};
        byte[] base64 = {};
        try (InputStream in = Files.newInputStream(file)) {
            text = in.readNBytes(LONGEST);
            int begin = find(text, BEGIN, 0);
            int end = find(text, END, Math.max(begin, 0));
            if (begin < 0 || end < 0) {
                throw new ConfigurationException("this party's private key, " + file
                        + ", is not PKCS #8 in PEM without a password (it must begin with "
                        + new String(BEGIN, StandardCharsets.US_ASCII) + ")");
            }
            base64 = Arrays.copyOfRange(text, begin + BEGIN.length, end);
            return Base64.getMimeDecoder().decode(base64);
        } catch (NoSuchFileException e) {
            throw new ConfigurationException("this party's private key is missing: there is no file " + file, e);
        } catch (IOException e) {
            throw new ConfigurationException("this party's private key, " + file + ", cannot be read", e);
        } catch (IllegalArgumentException e) {
            // The cause could quote the file: it is not passed on.
            throw new ConfigurationException("this party's private key, " + file + ", is damaged");
        } finally {
            Arrays.fill(text, (byte) 0);
            Arrays.fill(base64, (byte) 0);
        }
    }

    /** Bytes and not text are searched: a string could not be wiped. */
    private static int find(byte[] text, byte[] wanted, int from) {
        for (int at = from; at <= text.length - wanted.length; at++) {
            if (Arrays.equals(text, at, at + wanted.length, wanted, 0, wanted.length)) {
                return at;
            }
        }
        return -1;
    }

    /** Says so if others on this machine can read the key; refusing would lock out file systems without permissions. */
    private static void warnIfExposed(Path file) {
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            if (permissions.contains(PosixFilePermission.GROUP_READ)
                    || permissions.contains(PosixFilePermission.OTHERS_READ)) {
                System.getLogger(KeyFile.class.getName())
                        .log(
                                System.Logger.Level.WARNING,
                                "the private key {0} can be read by other users: chmod 600 it",
                                file);
            }
        } catch (IOException | UnsupportedOperationException e) {
            // A missing file is reported where it is read; others have no such permissions.
        }
    }
}
