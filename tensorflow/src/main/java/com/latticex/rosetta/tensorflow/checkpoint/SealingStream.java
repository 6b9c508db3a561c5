package com.latticex.rosetta.tensorflow.checkpoint;

import java.io.IOException;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Objects;

/** Encrypts what is written, segment by segment. Closing writes the last one and leaves the stream below open. */
final class SealingStream extends OutputStream {
    private final OutputStream out;
    private final Segments segments;
    private final byte[] plain = new byte[Segments.SIZE];
    private final byte[] sealed = new byte[Segments.SIZE + Segments.TAG];
    private int filled;
    private boolean closed;

    SealingStream(OutputStream out, Segments segments) {
        this.out = out;
        this.segments = segments;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        Objects.checkFromIndexSize(from, length, bytes.length);
        int at = from;
        int left = length;
        while (left > 0) {
            if (filled == plain.length) {
                seal(false);
            }
            int n = Math.min(left, plain.length - filled);
            System.arraycopy(bytes, at, plain, filled, n);
            filled += n;
            at += n;
            left -= n;
        }
    }

    private void seal(boolean last) throws IOException {
        try {
            out.write(sealed, 0, segments.apply(plain, filled, last, sealed));
        } catch (GeneralSecurityException e) {
            throw new IOException("a segment cannot be encrypted", e);
        }
        filled = 0;
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            try {
                seal(true);
            } finally {
                Arrays.fill(plain, (byte) 0);
            }
        }
    }
}
