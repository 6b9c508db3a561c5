package com.latticex.rosetta.tensor;

import com.latticex.rosetta.backend.Bytes;
import org.jspecify.annotations.Nullable;

/** Small residues, one a byte, on this party's device; absent at a party that does not hold them. Never prints its content. */
public final class Digits {
    private final long size;
    private final @Nullable Bytes bytes;

    private Digits(long size, @Nullable Bytes bytes) {
        this.size = size;
        this.bytes = bytes;
    }

    public static Digits of(Bytes bytes) {
        return new Digits(bytes.size(), bytes);
    }

    public static Digits absent(long size) {
        return new Digits(size, null);
    }

    public long size() {
        return size;
    }

    public boolean isPresent() {
        return bytes != null;
    }

    /** The device memory; only at a party that holds the digits. */
    public Bytes bytes() {
        if (bytes == null) {
            throw new IllegalStateException("this party does not hold these " + size + " digits");
        }
        return bytes;
    }

    @Override
    public String toString() {
        return "Digits[" + size + "]";
    }
}
