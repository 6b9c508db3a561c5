package com.latticex.rosetta.party;

import com.latticex.rosetta.backend.Bytes;
import com.latticex.rosetta.backend.RingBackend;
import com.latticex.rosetta.backend.Words;
import com.latticex.rosetta.randomness.BitMask;
import com.latticex.rosetta.randomness.Draws;
import com.latticex.rosetta.randomness.Mask;
import com.latticex.rosetta.randomness.Pair;
import com.latticex.rosetta.randomness.ResidueMask;
import com.latticex.rosetta.tensor.Digits;
import com.latticex.rosetta.tensor.FixedPoint;
import com.latticex.rosetta.tensor.Residues;
import com.latticex.rosetta.tensor.Scope;
import com.latticex.rosetta.tensor.Shape;
import com.latticex.rosetta.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * One invocation of one operation at one party: its temporaries, its draws of randomness and its messages. Used by one
 * thread, straight through.
 *
 * <p>This is the vocabulary in which protocols are written. All three parties run the same program; a value that a party
 * does not hold is an absent tensor there, and the differences of the roles are in here and nowhere else. Three kinds of tensors occur: shares (P0 and
 * P1), public values (the same at P0 and P1) and values of the helper (P2 only).
 *
 * <pre>{@code
 * Dealing ahead = call.dealing();
 * Mask a = call.mask(x.shape()), b = call.mask(y.shape());
 * Dealt ab = ahead.words(a.value().times(b.value()));     // at the helper
 * ahead.send();
 * Masked mx = call.hide(x, a), my = call.hide(y, b);
 * call.open(mx, my);                                      // one frame each way
 * Tensor xy = ab.share().minus(mx.opened().times(b.share())).minus(my.opened().times(a.share()));
 * return call.addPublic(xy, mx.opened().times(my.opened()));
 * }</pre>
 */
public final class Invocation implements AutoCloseable {
    private final Party party;
    private final String operation;
    private final long number;
    private final Scope scope;
    private final Draws draws;
    private final Wire wire;

    Invocation(Party party, String operation, long number) {
        this.party = party;
        this.operation = operation;
        this.number = number;
        this.scope = new Scope(party.backend());
        this.draws = new Draws(party.role(), scope, peer -> party.stream(peer, operation), number);
        this.wire = new Wire(party.channel(), party.backend(), party.memory(), operation, number);
    }

    public Role role() {
        return party.role();
    }

    public FixedPoint fixedPoint() {
        return party.fixedPoint();
    }

    public Scope scope() {
        return scope;
    }

    public RingBackend backend() {
        return party.backend();
    }

    /** Hops of the longest chain of messages so far. */
    public int rounds() {
        return wire.clock();
    }

    // ---- randomness

    /** A fresh mask; no message. */
    public Mask mask(Shape shape) {
        return draws.mask(shape);
    }

    /** A fresh mask of planes of bits; no message. */
    public BitMask bitMask(Shape planes) {
        return draws.bitMask(planes);
    }

    /** Uniform words that P0 and P1 share; absent at the helper. */
    public Tensor common(Shape shape) {
        return draws.words(Pair.P01, shape);
    }

    /** A new frame of values dealt by the helper. */
    public Dealing dealing() {
        return new Dealing(this);
    }

    // ---- openings between P0 and P1

    /** x under a mask that has hidden nothing yet. */
    public Masked hide(Tensor x, Mask mask) {
        return new Masked(x, mask);
    }

    /** Shared bits under a mask that has hidden nothing yet. */
    public MaskedBits hide(Tensor bits, BitMask mask) {
        return new MaskedBits(bits, mask);
    }

    /** P0 and P1 exchange x + r, all in one frame each way: 16 bytes a word, 1 round. */
    public void open(Hidden... hidden) {
        if (role().isHelper()) {
            for (Hidden h : hidden) {
                h.opened(Tensor.absent(scope, h.shape()));
            }
            return;
        }
        long total = 0;
        for (Hidden h : hidden) {
            total += h.shape().size();
        }
        Tensor own = Tensor.of(scope, Shape.of(total), scope.words(total));
        long at = 0;
        for (Hidden h : hidden) {
            h.cover(own.rows(at, h.shape().size()));
            at += h.shape().size();
        }
        Tensor other = exchanged(own);
        at = 0;
        for (Hidden h : hidden) {
            long size = h.shape().size();
            Tensor part = own.rows(at, size);
            h.join(part, other.rows(at, size));
            h.opened(part.reshape(h.shape()));
            at += size;
        }
    }

    /** A fresh mask of residues; no message. */
    public ResidueMask maskResidues(int modulus, int size) {
        return draws.maskResidues(modulus, size);
    }

    /** P0 and P1 exchange residues under a mask that has hidden nothing yet: 2 bytes each, 1 round. Absent at the helper. */
    public Residues open(Residues shares, ResidueMask mask) {
        mask.useOnce();
        if (role().isHelper() || shares.size() == 0) {
            return shares;
        }
        Residues mine = shares.plus(mask.residues());
        Bytes frame = scope.bytes(shares.size());
        backend().upload(MemorySegment.ofArray(mine.values()), frame);
        Role peer = role().otherHolder();
        wire.send(peer, null, frame);
        wire.receive(peer, wire.expect(peer), null, frame);
        byte[] other = new byte[shares.size()];
        backend().download(frame, MemorySegment.ofArray(other));
        return mine.plus(Residues.of(shares.modulus(), other));
    }

    /** The other holder's frame for this one's. */
    private Tensor exchanged(Tensor own) {
        long size = own.shape().size();
        Words other = scope.words(size);
        if (size > 0) {
            Role peer = role().otherHolder();
            wire.send(peer, own.words(), null);
            wire.receive(peer, wire.expect(peer), other, null);
        }
        return Tensor.of(scope, own.shape(), other);
    }

    // ---- to the helper

    /** y_j + rho_j with rho_0 and rho_1 fresh from seed 01: the helper sees the uniform y + rho. 16 bytes a word once sent. */
    public Blinded blind(Tensor share) {
        Tensor first = common(share.shape());
        Tensor second = common(share.shape());
        return new Blinded(share.plus(role() == Role.P0 ? first : second), first.plus(second));
    }

    /**
     * One private comparison of c mod 2^63 with dealt bits, blinded (SecureNN, Algorithm 3, refreshed). Fresh coins for every call.
     *
     * @param c public words
     */
    public BlindedDigits blindDigits(Tensor c, DealtDigits bits) {
        long size = Math.multiplyExact(c.shape().size(), RingBackend.BLINDED);
        Tensor coins = common(c.shape());
        Digits multipliers = draws.nonZeroDigits(Pair.P01, size);
        Digits refresh = draws.digits(Pair.P01, size);
        if (role().isHelper()) {
            return new BlindedDigits(Digits.absent(size), coins);
        }
        Digits out = Digits.of(scope.bytes(size));
        backend()
                .blindDigits(
                        role().first(),
                        c.words(),
                        coins.words(),
                        bits.share().bytes(),
                        multipliers.bytes(),
                        refresh.bytes(),
                        out.bytes());
        return new BlindedDigits(out, coins);
    }

    /**
     * The shares of 32 digits a word, of which exactly one is zero, blinded; see {@link BlindedSlots}.
     *
     * @param shape shape of the words
     */
    public BlindedSlots blindSlots(Shape shape, Residues shares) {
        int size = Math.toIntExact(Math.multiplyExact(shape.size(), BlindedSlots.SLOTS));
        Tensor coins = common(shape);
        Digits multipliers = draws.nonZeroDigits(Pair.P01, size);
        Residues refresh = draws.residues(Pair.P01, RingBackend.MODULUS, size);
        if (role().isHelper()) {
            return new BlindedSlots(Digits.absent(size), coins);
        }
        byte[] s = new byte[size];
        backend().download(multipliers.bytes(), MemorySegment.ofArray(s));
        long[] rho = download(coins);
        byte[] u = refresh.values();
        byte[] d = shares.values();
        int sign = role() == Role.P0 ? 1 : RingBackend.MODULUS - 1;
        byte[] out = new byte[size];
        for (int i = 0; i < size; i++) {
            int slot = i ^ (int) (rho[i / BlindedSlots.SLOTS] & (BlindedSlots.SLOTS - 1));
            out[slot] = (byte) ((s[i] * d[i] + sign * u[i]) % RingBackend.MODULUS);
        }
        Bytes message = scope.bytes(size);
        backend().upload(MemorySegment.ofArray(out), message);
        return new BlindedSlots(Digits.of(message), coins);
    }

    /** P0 and P1 send these to the helper in one frame each. */
    public void toHelper(ForHelper... items) {
        new HelperFrame(this, items).run();
    }

    // ---- inputs and results

    /** Shares of a holder's own words, without a message: the other one's share is common randomness. */
    public Tensor input(Role owner, Tensor words) {
        Tensor other = common(words.shape());
        return role() == owner ? words.minus(other) : other;
    }

    /**
     * The value of a share at the receivers, absent elsewhere. 8 bytes to P0 or P1, 16 to P2, whose two words are refreshed
     * by plus and minus a common uniform v; 1 round.
     */
    public Tensor reveal(Tensor share, Set<Role> receivers) {
        Tensor result = Tensor.absent(scope, share.shape());
        if (receivers.contains(Role.P2)) {
            Tensor v = common(share.shape());
            Blinded refreshed = new Blinded(role() == Role.P0 ? share.plus(v) : share.minus(v), v);
            toHelper(refreshed);
            result = refreshed.sum();
        }
        if (role().isHelper()) {
            return result;
        }
        Role peer = role().otherHolder();
        if (receivers.contains(peer)) {
            wire.send(peer, share.words(), null);
        }
        if (receivers.contains(role()) && share.shape().size() > 0) {
            Words other = scope.words(share.shape().size());
            wire.receive(peer, wire.expect(peer), other, null);
            return share.plus(Tensor.of(scope, share.shape(), other));
        }
        return receivers.contains(role()) ? share : result;
    }

    // ---- local steps

    /** share + public, the public term at P0 only. */
    public Tensor addPublic(Tensor share, Tensor term) {
        return role() == Role.P0 ? share.plus(term) : share;
    }

    /** share + constant, the constant at P0 only. */
    public Tensor addPublic(Tensor share, long constant) {
        return role() == Role.P0 ? share.plus(constant) : share;
    }

    /** Shares of a public value: itself at P0, zeros at P1. */
    public Tensor ofPublic(Tensor term) {
        return role() == Role.P1 ? term.times(0) : term;
    }

    /** Runs a kernel at P0 and P1; absent at the helper. */
    public Tensor atHolders(Shape shape, Consumer<Words> kernel) {
        if (role().isHelper()) {
            return Tensor.absent(scope, shape);
        }
        return compute(shape, kernel);
    }

    /** Runs a kernel at the helper; absent at P0 and P1. */
    public Tensor atHelper(Shape shape, Consumer<Words> kernel) {
        if (role().isHelper()) {
            return compute(shape, kernel);
        }
        return Tensor.absent(scope, shape);
    }

    /** Words known at P0 and P1, in row-major order; absent at the helper. */
    public Tensor constants(Shape shape, long... words) {
        return atHolders(shape, out -> backend().upload(MemorySegment.ofArray(words), out));
    }

    /** Words known here, in row-major order. */
    public Tensor upload(Shape shape, long... words) {
        return compute(shape, out -> backend().upload(MemorySegment.ofArray(words), out));
    }

    /** Computes words from the words of a tensor on the host; absent where the tensor is. */
    public Tensor onHost(Tensor x, Shape shape, UnaryOperator<long[]> function) {
        return x.isPresent() ? upload(shape, function.apply(download(x))) : Tensor.absent(scope, shape);
    }

    /** The words of a tensor that this party holds. */
    public long[] download(Tensor tensor) {
        long[] words = new long[Math.toIntExact(tensor.shape().size())];
        backend().download(tensor.words(), MemorySegment.ofArray(words));
        return words;
    }

    private Tensor compute(Shape shape, Consumer<Words> kernel) {
        Words out = scope.words(shape.size());
        kernel.accept(out);
        return Tensor.of(scope, shape, out);
    }

    Draws draws() {
        return draws;
    }

    Wire wire() {
        return wire;
    }

    /** {@code name#number}, for messages. */
    @Override
    public String toString() {
        return operation + "#" + number + " at " + party.role();
    }

    @Override
    public void close() {
        scope.close();
    }
}
