package com.latticex.rosetta.randomness;

import com.latticex.rosetta.backend.Bytes;
import com.latticex.rosetta.backend.RingBackend;
import com.latticex.rosetta.backend.Seed;
import com.latticex.rosetta.backend.Words;
import com.latticex.rosetta.party.Role;
import com.latticex.rosetta.tensor.Digits;
import com.latticex.rosetta.tensor.Residues;
import com.latticex.rosetta.tensor.Scope;
import com.latticex.rosetta.tensor.Shape;
import com.latticex.rosetta.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The pseudo-random draws of one invocation at one party.
 *
 * <p>A draw's address is (stream, nonce): the stream is the pair seed derived by operation and PRG epoch, and nonce = invocation * 2^16 + counter.
 * The counter advances by one for each draw at every party, also at the one that is not of the pair, so the two of a
 * pair agree and no address is used twice. The nonce's top four bits stay 0: rejection sampling uses them.
 */
public final class Draws {
    private static final int COUNTER_BITS = 16;
    private static final long INVOCATIONS = 1L << (60 - COUNTER_BITS);

    private final Role self;
    private final Scope scope;
    private final Function<Role, Seed> streams;
    private final long base;
    private int next;

    /**
     * @param streams key of the operation's stream common with a peer
     * @param invocation number of the invocation, below 2^44
     */
    public Draws(Role self, Scope scope, Function<Role, Seed> streams, long invocation) {
        if (invocation < 0 || invocation >= INVOCATIONS) {
            throw new IllegalArgumentException("invocation " + invocation + " is outside the generator's addresses");
        }
        this.self = self;
        this.scope = scope;
        this.streams = streams;
        this.base = invocation << COUNTER_BITS;
    }

    /** Uniform words of a pair, absent at the third party. */
    public Tensor words(Pair pair, Shape shape) {
        long nonce = nonce();
        Seed key = key(pair);
        if (key == null) {
            return Tensor.absent(scope, shape);
        }
        return draw(key, nonce, shape);
    }

    /** Digits uniform in 0..66 of a pair. */
    public Digits digits(Pair pair, long size) {
        long nonce = nonce();
        Seed key = key(pair);
        if (key == null) {
            return Digits.absent(size);
        }
        Bytes out = scope.bytes(size);
        scope.backend().randomDigits(key, nonce, out);
        return Digits.of(out);
    }

    /** Digits uniform in 1..66 of a pair. */
    public Digits nonZeroDigits(Pair pair, long size) {
        long nonce = nonce();
        Seed key = key(pair);
        if (key == null) {
            return Digits.absent(size);
        }
        Bytes out = scope.bytes(size);
        scope.backend().randomNonZeroDigits(key, nonce, out);
        return Digits.of(out);
    }

    /** Residues of a pair, uniform modulo 67 or a power of two up to 128. */
    public Residues residues(Pair pair, int modulus, int size) {
        if (modulus == RingBackend.MODULUS) {
            Digits digits = digits(pair, size);
            return digits.isPresent() ? Residues.of(modulus, host(digits)) : Residues.absent(modulus, size);
        }
        if (Integer.bitCount(modulus) != 1 || modulus > 128) {
            throw new IllegalArgumentException("no uniform residues modulo " + modulus);
        }
        Tensor words = words(pair, Shape.of((size + 7L) / 8));
        if (!words.isPresent()) {
            return Residues.absent(modulus, size);
        }
        byte[] bytes = new byte[Math.toIntExact(8 * words.shape().size())];
        scope.backend().download(words.words(), MemorySegment.ofArray(bytes));
        byte[] values = Arrays.copyOf(bytes, size);
        for (int i = 0; i < size; i++) {
            values[i] &= (byte) (modulus - 1);
        }
        return Residues.of(modulus, values);
    }

    private byte[] host(Digits digits) {
        byte[] values = new byte[Math.toIntExact(digits.size())];
        scope.backend().download(digits.bytes(), MemorySegment.ofArray(values));
        return values;
    }

    /** A fresh mask of residues. */
    public ResidueMask maskResidues(int modulus, int size) {
        Residues first = residues(Pair.P02, modulus, size);
        Residues second = residues(Pair.P12, modulus, size);
        Residues own = switch (self) {
            case P0 -> first;
            case P1 -> second;
            case P2 -> first.plus(second);
        };
        return new ResidueMask(own);
    }

    /** A fresh mask. */
    public Mask mask(Shape shape) {
        Tensor first = words(Pair.P02, shape);
        Tensor second = words(Pair.P12, shape);
        return new Mask(own(first, second), self.isHelper() ? first.plus(second) : Tensor.absent(scope, shape));
    }

    /** A fresh mask of bits. */
    public BitMask bitMask(Shape planes) {
        Tensor first = words(Pair.P02, planes);
        Tensor second = words(Pair.P12, planes);
        return new BitMask(own(first, second), self.isHelper() ? first.xor(second) : Tensor.absent(scope, planes));
    }

    private Tensor own(Tensor first, Tensor second) {
        return switch (self) {
            case P0 -> first;
            case P1 -> second;
            case P2 -> Tensor.absent(scope, first.shape());
        };
    }

    private Tensor draw(Seed key, long nonce, Shape shape) {
        Words out = scope.words(shape.size());
        scope.backend().random(key, nonce, out);
        return Tensor.of(scope, shape, out);
    }

    private @Nullable Seed key(Pair pair) {
        Role peer = pair.peerOf(self);
        return peer == null ? null : streams.apply(peer);
    }

    private long nonce() {
        if (next == 1 << COUNTER_BITS) {
            throw new IllegalStateException("an invocation draws at most " + (1 << COUNTER_BITS) + " times");
        }
        return base + next++;
    }
}
