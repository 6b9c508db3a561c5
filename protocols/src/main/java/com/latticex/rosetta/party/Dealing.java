package com.latticex.rosetta.party;

import com.latticex.rosetta.backend.Bytes;
import com.latticex.rosetta.backend.RingBackend;
import com.latticex.rosetta.backend.Words;
import com.latticex.rosetta.network.Tag;
import com.latticex.rosetta.randomness.Pair;
import com.latticex.rosetta.tensor.Digits;
import com.latticex.rosetta.tensor.Residues;
import com.latticex.rosetta.tensor.Shape;
import com.latticex.rosetta.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One frame of dealt values from the helper to P1. P0's shares come from seed 02, so they cost nothing; P1's are the values minus
 * P0's, hence uniform to P1: 8 bytes a word and 1 byte a digit.
 *
 * <p>Name the values, then {@link #send}. P1 waits for the frame only when it first uses a share, so a frame dealt ahead takes
 * no round of its own.
 */
public final class Dealing {
    static final int DIGITS = RingBackend.DIGITS;

    private final Invocation call;
    private final List<Dealt> values = new ArrayList<>();
    private final List<DealtDigits> bits = new ArrayList<>();
    private final List<DealtResidues> residues = new ArrayList<>();
    private final Map<DealtResidues, Residues> residueShares = new HashMap<>();
    private long words;
    private long digits;
    private long residueBytes;
    private boolean sent;
    private @Nullable Tag pending;
    private @Nullable Words wordShares;
    private @Nullable Bytes digitShares;

    Dealing(Invocation call) {
        this.call = call;
    }

    /** Deals words: present at the helper, absent elsewhere. */
    public Dealt words(Tensor value) {
        return words(value.shape(), () -> value);
    }

    /** Deals words that the helper computes when the frame is sent. */
    public Dealt words(Shape shape, Supplier<Tensor> value) {
        return add(shape, share -> call.backend().subtract(value.get().words(), share.words(), share.words()));
    }

    /** Deals planes of bits as XOR shares. */
    public Dealt bits(Tensor value) {
        return add(value.shape(), share -> call.backend().xor(value.words(), share.words(), share.words()));
    }

    /** Deals one-hots of the blocks of words as XOR shares of planes of bits; see {@link RingBackend#dealBlocks}. */
    public Dealt oneHots(Tensor value) {
        Shape planes = Shape.of(
                RingBackend.ONE_HOTS, RingBackend.planeWords(value.shape().size()));
        return add(planes, share -> call.backend().dealBlocks(value.words(), share.words(), share.words()));
    }

    private Dealt add(Shape shape, Dealt.Sharing sharing) {
        if (sent) {
            throw new IllegalStateException("this dealing has been sent: name all of it before");
        }
        Dealt dealt = new Dealt(this, shape, sharing, words);
        values.add(dealt);
        words = Math.addExact(words, shape.size());
        return dealt;
    }

    /** Deals the low 63 bits of words as digits. */
    public DealtDigits digits(Tensor value) {
        DealtDigits dealt = new DealtDigits(this, value, digits);
        bits.add(dealt);
        digits = Math.addExact(digits, dealt.size());
        return dealt;
    }

    /** Deals residues: present at the helper, absent elsewhere. */
    public DealtResidues residues(Residues value) {
        DealtResidues dealt = new DealtResidues(this, value, residueBytes);
        residues.add(dealt);
        residueBytes += value.size();
        return dealt;
    }

    /** Sends the frame at the helper, draws the shares at P0. Once. */
    public void send() {
        if (sent) {
            throw new IllegalStateException("a dealing is sent once");
        }
        sent = true;
        if (words + digits + residueBytes == 0) {
            return;
        }
        Tensor first = call.draws().words(Pair.P02, Shape.of(words));
        Digits firstDigits = call.draws().digits(Pair.P02, digits);
        for (DealtResidues dealt : residues) {
            residueShares.put(
                    dealt,
                    call.draws()
                            .residues(
                                    Pair.P02,
                                    dealt.value().modulus(),
                                    dealt.value().size()));
        }
        switch (call.role()) {
            case P0 -> {
                wordShares = first.words();
                digitShares = firstDigits.bytes();
            }
            case P1 -> pending = call.wire().expect(Role.P2);
            case P2 -> sendDifferences(first.words(), firstDigits.bytes());
        }
    }

    private void sendDifferences(Words first, Bytes firstDigits) {
        RingBackend backend = call.backend();
        for (Dealt dealt : values) {
            Words part = first.slice(dealt.offset(), dealt.shape().size());
            dealt.sharing().second(Tensor.of(call.scope(), dealt.shape(), part));
        }
        Bytes second = call.scope().bytes(digits + residueBytes);
        for (DealtDigits dealt : bits) {
            backend.dealDigits(
                    dealt.value().words(),
                    firstDigits.slice(dealt.offset(), dealt.size()),
                    second.slice(dealt.offset(), dealt.size()));
        }
        residueShares.forEach((dealt, share) -> {
            byte[] other = dealt.value().minus(share).values();
            backend.upload(MemorySegment.ofArray(other), second.slice(digits + dealt.offset(), other.length));
        });
        call.wire().send(Role.P1, first, second);
    }

    Tensor share(long offset, Shape shape) {
        if (call.role().isHelper()) {
            return Tensor.absent(call.scope(), shape);
        }
        receive();
        return wordShares == null
                ? Tensor.of(call.scope(), shape, call.scope().words(0))
                : Tensor.of(call.scope(), shape, wordShares.slice(offset, shape.size()));
    }

    Digits digits(long offset, long size) {
        if (call.role().isHelper()) {
            return Digits.absent(size);
        }
        receive();
        return digitShares == null ? Digits.of(call.scope().bytes(0)) : Digits.of(digitShares.slice(offset, size));
    }

    Residues residues(DealtResidues dealt) {
        int modulus = dealt.value().modulus();
        int size = dealt.value().size();
        if (size == 0) {
            return Residues.of(modulus, new byte[0]);
        }
        return switch (call.role()) {
            case P0 -> Objects.requireNonNull(residueShares.get(dealt));
            case P1 -> {
                receive();
                byte[] values = new byte[size];
                if (digitShares != null) {
                    call.backend()
                            .download(digitShares.slice(digits + dealt.offset(), size), MemorySegment.ofArray(values));
                }
                yield Residues.of(modulus, values);
            }
            case P2 -> Residues.absent(modulus, size);
        };
    }

    private void receive() {
        if (!sent) {
            throw new IllegalStateException("this dealing has not been sent yet");
        }
        if (pending != null) {
            wordShares = call.scope().words(words);
            digitShares = call.scope().bytes(digits + residueBytes);
            call.wire().receive(Role.P2, pending, wordShares, digitShares);
            pending = null;
        }
    }
}
