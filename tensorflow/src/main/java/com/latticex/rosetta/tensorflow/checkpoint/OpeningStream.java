package com.latticex.rosetta.tensorflow.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Objects;

/** Decrypts what was written by {@link SealingStream}; gives out nothing that has not been authenticated. Closing leaves the stream below open. */
final class OpeningStream extends InputStream {
    /** What was written has been changed. */
    static final class ChangedException extends IOException {
        private static final long serialVersionUID = 1L;

        ChangedException() {
            super("not what was written");
        }
    }

    private final InputStream in;
    private final Segments segments;
    private final byte[] sealed = new byte[Segments.SIZE + Segments.TAG + 1];
    private final byte[] plain = new byte[Segments.SIZE];
    private int ahead;
    private int at;
    private int end;
    private boolean last;

    OpeningStream(InputStream in, Segments segments) {
        this.in = in;
        this.segments = segments;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        Objects.checkFromIndexSize(from, length, bytes.length);
        if (length == 0) {
            return 0;
        }
        while (at == end) {
            if (last) {
                return -1;
            }
            open();
        }
        int n = Math.min(length, end - at);
        System.arraycopy(plain, at, bytes, from, n);
        at += n;
        return n;
    }

    /** The segment is the last one if nothing follows it: one byte is read ahead to see. */
    private void open() throws IOException {
        int filled = ahead + in.readNBytes(sealed, ahead, sealed.length - ahead);
        last = filled < sealed.length;
        int length = last ? filled : filled - 1;
        try {
            end = segments.apply(sealed, length, last, plain);
        } catch (GeneralSecurityException e) {
            throw new ChangedException();
        }
        at = 0;
        ahead = last ? 0 : 1;
        if (ahead == 1) {
            sealed[0] = sealed[length];
        }
    }

    @Override
    public void close() {
        last = true;
        at = 0;
        end = 0;
        Arrays.fill(plain, (byte) 0);
    }
}
