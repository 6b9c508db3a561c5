package com.latticex.rosetta.tensor;

import org.jspecify.annotations.Nullable;

/**
 * Residues modulo a small number, one a byte, in host memory; absent at a party that does not hold them. For the steps of protocols that work on single digits and are no
 * kernels of the device. Never prints its content.
 */
public final class Residues {
    private final int modulus;
    private final int size;
    private final byte @Nullable [] values;

    private Residues(int modulus, int size, byte @Nullable [] values) {
        this.modulus = modulus;
        this.size = size;
        this.values = values;
    }

    /** Takes values from 0 to modulus - 1; not a copy. */
    public static Residues of(int modulus, byte[] values) {
        return new Residues(modulus, values.length, values);
    }

    public static Residues absent(int modulus, int size) {
        return new Residues(modulus, size, null);
    }

    public int modulus() {
        return modulus;
    }

    public int size() {
        return size;
    }

    public boolean isPresent() {
        return values != null;
    }

    /** The values, not a copy; only at a party that holds them. */
    public byte[] values() {
        if (values == null) {
            throw new IllegalStateException("this party does not hold these " + size + " residues");
        }
        return values;
    }

    public Residues plus(Residues other) {
        return combine(other, 1);
    }

    public Residues minus(Residues other) {
        return combine(other, modulus - 1);
    }

    /** this + k * other. */
    private Residues combine(Residues other, int k) {
        if (other.modulus != modulus || other.size != size) {
            throw new IllegalArgumentException("residues of different kinds");
        }
        if (values == null || other.values == null) {
            return absent(modulus, size);
        }
        byte[] sum = new byte[size];
        for (int i = 0; i < size; i++) {
            sum[i] = (byte) ((values[i] + k * other.values[i]) % modulus);
        }
        return of(modulus, sum);
    }

    @Override
    public String toString() {
        return "Residues[" + size + " mod " + modulus + "]";
    }
}
