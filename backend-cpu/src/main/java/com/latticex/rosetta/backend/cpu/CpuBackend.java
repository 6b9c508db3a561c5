package com.latticex.rosetta.backend.cpu;

import static com.latticex.rosetta.backend.cpu.Memory.WORD;

import com.latticex.rosetta.backend.Arguments;
import com.latticex.rosetta.backend.Bytes;
import com.latticex.rosetta.backend.DeviceInfo;
import com.latticex.rosetta.backend.MatMulShape;
import com.latticex.rosetta.backend.RingBackend;
import com.latticex.rosetta.backend.Seed;
import com.latticex.rosetta.backend.Strides;
import com.latticex.rosetta.backend.Windows2d;
import com.latticex.rosetta.backend.Words;
import com.latticex.rosetta.error.DeviceException;
import java.lang.foreign.MemorySegment;
import java.util.function.LongConsumer;

/** The edge of the CPU backend: checks sizes and lifetimes, then calls a kernel on absolute addresses. */
final class CpuBackend implements RingBackend {
    /** Words whose digits stay in the cache between two passes over them. */
    private static final long BLOCK = 256;

    private final DeviceInfo device;
    private final MemoryPool pool;
    private final AesCtr.Cache ciphers = new AesCtr.Cache();

    /** @param limit most memory it may hold, in bytes */
    CpuBackend(DeviceInfo device, long limit) {
        this.device = device;
        this.pool = new MemoryPool(limit);
    }

    @Override
    public DeviceInfo device() {
        return device;
    }

    // ---- memory

    @Override
    public long openBuffers() {
        return pool.open();
    }

    @Override
    public CpuWords words(long size) {
        Arguments.range("words", "size", size, 0, Long.MAX_VALUE / WORD);
        return new CpuWords(pool.allocate(size * WORD), size);
    }

    @Override
    public CpuBytes bytes(long size) {
        Arguments.range("bytes", "size", size, 0, Long.MAX_VALUE / WORD);
        return new CpuBytes(pool.allocate(size), size);
    }

    @Override
    public CpuWords wrap(MemorySegment host) {
        if (!host.isNative() || host.isReadOnly() || host.byteSize() % WORD != 0 || host.address() % WORD != 0) {
            throw new DeviceException("wrap: a writable native segment of whole, 8-byte aligned words is needed");
        }
        return new CpuWords(pool.wrap(host.address()), host.byteSize() / WORD);
    }

    @Override
    public void upload(MemorySegment host, Words out) {
        CpuWords o = mine(out);
        Arguments.hostBytes("upload", host.byteSize(), o.size() * WORD);
        run(() -> MemorySegment.copy(host, 0, Memory.ALL, at(o), host.byteSize()));
    }

    @Override
    public void upload(MemorySegment host, Bytes out) {
        CpuBytes o = mine(out);
        Arguments.hostBytes("upload", host.byteSize(), o.size());
        run(() -> MemorySegment.copy(host, 0, Memory.ALL, at(o), host.byteSize()));
    }

    @Override
    public void download(Words x, MemorySegment host) {
        CpuWords a = mine(x);
        Arguments.hostBytes("download", host.byteSize(), a.size() * WORD);
        run(() -> MemorySegment.copy(Memory.ALL, at(a), host, 0, host.byteSize()));
    }

    @Override
    public void download(Bytes x, MemorySegment host) {
        CpuBytes a = mine(x);
        Arguments.hostBytes("download", host.byteSize(), a.size());
        run(() -> MemorySegment.copy(Memory.ALL, at(a), host, 0, host.byteSize()));
    }

    @Override
    public void copy(Words x, Words out) {
        CpuWords a = mine(x);
        CpuWords o = mine(out);
        Arguments.sameSize("copy", a, o);
        run(() -> Memory.copy(at(a), at(o), o.size() * WORD));
    }

    @Override
    public void copy(Bytes x, Bytes out) {
        CpuBytes a = mine(x);
        CpuBytes o = mine(out);
        Arguments.sameSize("copy", a, o);
        run(() -> Memory.copy(at(a), at(o), o.size()));
    }

    @Override
    public void fill(long value, Words out) {
        CpuWords o = mine(out);
        run(() -> Elementwise.fill(value, at(o), end(o)));
    }

    // ---- words, elementwise

    @Override
    public void add(Words x, Words y, Words out) {
        CpuWords a = mine(x);
        CpuWords b = mine(y);
        CpuWords o = mine(out);
        Arguments.sameSize("add", a, b, o);
        run(() -> Elementwise.add(at(a), at(b), at(o), end(o)));
    }

    @Override
    public void subtract(Words x, Words y, Words out) {
        CpuWords a = mine(x);
        CpuWords b = mine(y);
        CpuWords o = mine(out);
        Arguments.sameSize("subtract", a, b, o);
        run(() -> Elementwise.subtract(at(a), at(b), at(o), end(o)));
    }

    @Override
    public void multiply(Words x, Words y, Words out) {
        CpuWords a = mine(x);
        CpuWords b = mine(y);
        CpuWords o = mine(out);
        Arguments.sameSize("multiply", a, b, o);
        run(() -> Elementwise.multiply(at(a), at(b), at(o), end(o)));
    }

    @Override
    public void multiplyAdd(Words x, Words y, Words out) {
        CpuWords a = mine(x);
        CpuWords b = mine(y);
        CpuWords o = mine(out);
        Arguments.sameSize("multiplyAdd", a, b, o);
        run(() -> Elementwise.multiplyAdd(at(a), at(b), at(o), end(o)));
    }

    @Override
    public void affine(Words x, long k, long c, Words out) {
        CpuWords a = mine(x);
        CpuWords o = mine(out);
        Arguments.sameSize("affine", a, o);
        run(() -> Elementwise.affine(at(a), k, c, at(o), end(o)));
    }

    @Override
    public void shiftRight(Words x, int bits, Words out) {
        CpuWords a = mine(x);
        CpuWords o = mine(out);
        Arguments.sameSize("shiftRight", a, o);
        Arguments.range("shiftRight", "bits", bits, 0, 63);
        run(() -> Elementwise.shiftRight(at(a), bits, at(o), end(o)));
    }

    @Override
    public void and(Words x, long mask, Words out) {
        CpuWords a = mine(x);
        CpuWords o = mine(out);
        Arguments.sameSize("and", a, o);
        run(() -> Elementwise.and(at(a), mask, at(o), end(o)));
    }

    @Override
    public void beaver(int first, Words mx, Words my, Words a, Words b, Words ab, Words out) {
        CpuWords p = mine(mx);
        CpuWords q = mine(my);
        CpuWords s = mine(a);
        CpuWords t = mine(b);
        CpuWords st = mine(ab);
        CpuWords o = mine(out);
        Arguments.range("beaver", "first", first, 0, 1);
        Arguments.sameSize("beaver", p, q, o);
        Arguments.sameSize("beaver", s, t, o);
        Arguments.sameSize("beaver", st, o);
        run(() -> Fused.beaver(first, at(p), at(q), at(s), at(t), at(st), at(o), end(o)));
    }

    @Override
    public void truncateOpened(int first, int f, Words c, Words shifted, Words top, Words out) {
        CpuWords a = mine(c);
        CpuWords s = mine(shifted);
        CpuWords t = mine(top);
        CpuWords o = mine(out);
        Arguments.range("truncateOpened", "first", first, 0, 1);
        Arguments.range("truncateOpened", "f", f, 1, 62);
        Arguments.sameSize("truncateOpened", a, s, o);
        Arguments.sameSize("truncateOpened", t, o);
        run(() -> Fused.truncateOpened(first, f, at(a), at(s), at(t), at(o), end(o)));
    }

    // ---- words, by shape

    @Override
    public void gather(Words x, Strides view, Words out) {
        CpuWords a = mine(x);
        CpuWords o = mine(out);
        Arguments.gather(a, view, o);
        run(() -> Gather.gather(at(a), view, at(o)));
    }

    @Override
    public void sum(Words x, long outer, long axis, long inner, Words out) {
        CpuWords a = mine(x);
        CpuWords o = mine(out);
        Arguments.sum(a, outer, axis, inner, o);
        run(() -> Reduce.sum(at(a), outer, axis, inner, at(o)));
    }

    @Override
    public void matmul(Words x, Words y, MatMulShape shape, boolean accumulate, Words out) {
        CpuWords a = mine(x);
        CpuWords b = mine(y);
        CpuWords o = mine(out);
        Arguments.matmul(a, b, shape, o);
        Gemm gemm = new Gemm(shape);
        withWorkspace(gemm.workspace(), space -> gemm.matmul(at(a), at(b), accumulate, at(o), space));
    }

    // ---- windows over images

    @Override
    public void unfold(Words x, Windows2d shape, Words out) {
        CpuWords a = mine(x);
        CpuWords o = mine(out);
        Arguments.unfold(a, shape, o);
        run(() -> Unfold.unfold(at(a), shape, at(o)));
    }

    @Override
    public void fold(Words unfolded, Windows2d shape, boolean accumulate, Words out) {
        CpuWords a = mine(unfolded);
        CpuWords o = mine(out);
        Arguments.fold(a, shape, o);
        run(() -> {
            if (!accumulate) {
                Elementwise.fill(0, at(o), end(o));
            }
            Unfold.fold(at(a), shape, at(o));
        });
    }

    // ---- pseudo-random generator

    @Override
    public void random(Seed key, long nonce, Words out) {
        CpuWords o = mine(out);
        run(() -> {
            AesCtr cipher = ciphers.take();
            cipher.start(key, nonce, 0);
            cipher.fill(at(o), o.size() * WORD);
            ciphers.give(cipher);
        });
    }

    @Override
    public void randomDigits(Seed key, long nonce, Bytes out) {
        CpuBytes o = mine(out);
        run(() -> Digits.ANY.fill(ciphers, key, nonce, at(o), o.size()));
    }

    @Override
    public void randomNonZeroDigits(Seed key, long nonce, Bytes out) {
        CpuBytes o = mine(out);
        run(() -> Digits.NON_ZERO.fill(ciphers, key, nonce, at(o), o.size()));
    }

    // ---- private comparison

    @Override
    public void dealDigits(Words r, Bytes share, Bytes out) {
        CpuWords a = mine(r);
        CpuBytes s = mine(share);
        CpuBytes o = mine(out);
        Arguments.digits("dealDigits", "share", s, DIGITS, a.size());
        Arguments.digits("dealDigits", "output", o, DIGITS, a.size());
        if (Wide.AVAILABLE) {
            run(() -> WideCompare67.deal(at(a), at(s), at(o), a.size()));
        } else {
            run(() -> Compare67.deal(at(a), at(s), at(o), a.size()));
        }
    }

    @Override
    public void blindDigits(int first, Words c, Words coins, Bytes share, Bytes multipliers, Bytes refresh, Bytes out) {
        CpuWords a = mine(c);
        CpuWords b = mine(coins);
        CpuBytes s = mine(share);
        CpuBytes m = mine(multipliers);
        CpuBytes u = mine(refresh);
        CpuBytes o = mine(out);
        Arguments.blindDigits(first, a, b, s, m, u, o);
        if (!Wide.AVAILABLE) {
            run(() -> Compare67.blind(first, at(a), at(b), at(s), at(m), at(u), at(o), a.size()));
            return;
        }
        for (long e = 0; e < a.size(); e += BLOCK) {
            long from = e;
            long size = Math.min(BLOCK, a.size() - e);
            long shift = from * WORD;
            long thin = from * DIGITS;
            long wide = from * BLINDED;
            run(() -> WideCompare67.sums(first, at(a) + shift, at(b) + shift, at(s) + thin, at(o) + wide, size));
            run(() -> WideCompare67.blind(
                    first, at(a) + shift, at(b) + shift, at(s) + thin, at(m) + wide, at(u) + wide, at(o) + wide, size));
        }
    }

    @Override
    public void anyZero(Bytes x, Bytes y, Words out) {
        CpuBytes a = mine(x);
        CpuBytes b = mine(y);
        CpuWords o = mine(out);
        Arguments.digits("anyZero", "x", a, BLINDED, o.size());
        Arguments.digits("anyZero", "y", b, BLINDED, o.size());
        if (Wide.AVAILABLE) {
            run(() -> WideCompare67.anyZero(at(a), at(b), at(o), o.size()));
        } else {
            run(() -> Compare67.anyZero(at(a), at(b), at(o), o.size()));
        }
    }

    // ---- bits, packed digits, public fractions

    @Override
    public void xor(Words x, Words y, Words out) {
        CpuWords a = mine(x);
        CpuWords b = mine(y);
        CpuWords o = mine(out);
        Arguments.sameSize("xor", a, b, o);
        run(() -> BitSliced.xor(at(a), at(b), at(o), end(o)));
    }

    @Override
    public void and(Words x, Words y, Words out) {
        CpuWords a = mine(x);
        CpuWords b = mine(y);
        CpuWords o = mine(out);
        Arguments.sameSize("and", a, b, o);
        run(() -> BitSliced.and(at(a), at(b), at(o), end(o)));
    }

    @Override
    public void conjoin(int first, Words mx, Words my, Words a, Words b, Words ab, Words out) {
        CpuWords p = mine(mx);
        CpuWords q = mine(my);
        CpuWords s = mine(a);
        CpuWords t = mine(b);
        CpuWords st = mine(ab);
        CpuWords o = mine(out);
        Arguments.conjoin(first, p, q, s, t, st, o);
        run(() -> BitSliced.conjoin(first, at(p), at(q), at(s), at(t), at(st), at(o), end(o)));
    }

    @Override
    public void expandBits(Words plane, Words out) {
        CpuWords a = mine(plane);
        CpuWords o = mine(out);
        Arguments.size("expandBits", "plane", a, RingBackend.planeWords(o.size()));
        run(() -> BitSliced.expand(at(a), at(o), o.size()));
    }

    @Override
    public void dealBlocks(Words r, Words share, Words out) {
        CpuWords a = mine(r);
        CpuWords s = mine(share);
        CpuWords o = mine(out);
        Arguments.blocks("dealBlocks", a, s, o, ONE_HOTS);
        withWorkspace(BitSliced.WORKSPACE, space -> BitSliced.deal(at(a), a.size(), at(s), at(o), space));
    }

    @Override
    public void compareBlocks(Words c, Words share, Words out) {
        CpuWords a = mine(c);
        CpuWords s = mine(share);
        CpuWords o = mine(out);
        Arguments.blocks("compareBlocks", a, s, o, COMPARED);
        withWorkspace(BitSliced.WORKSPACE, space -> BitSliced.compare(at(a), a.size(), at(s), at(o), space));
    }

    @Override
    public void packDigits(Bytes digits, Words out) {
        CpuBytes d = mine(digits);
        CpuWords o = mine(out);
        Arguments.size("packDigits", "output", o, RingBackend.packedWords(d.size()));
        run(() -> Packed67.pack(at(d), d.size(), at(o)));
    }

    @Override
    public void unpackDigits(Words packed, Bytes out) {
        CpuWords a = mine(packed);
        CpuBytes o = mine(out);
        Arguments.size("unpackDigits", "input", a, RingBackend.packedWords(o.size()));
        run(() -> Packed67.unpack(at(a), at(o), o.size()));
    }

    @Override
    public void scale(Words x, Words k, Words out) {
        CpuWords a = mine(x);
        CpuWords b = mine(k);
        CpuWords o = mine(out);
        Arguments.sameSize("scale", a, b, o);
        run(() -> Fractions.scale(at(a), at(b), at(o), end(o)));
    }

    // ---- trigonometric tables

    @Override
    public void harmonics(Words x, int bits, int step, int count, Words cos, Words sin) {
        CpuWords a = mine(x);
        CpuWords c = mine(cos);
        CpuWords s = mine(sin);
        Arguments.harmonics(a, bits, step, count, c, s);
        run(() -> Harmonics.harmonics(at(a), a.size(), bits, step, count, at(c), at(s)));
    }

    // ---- life

    @Override
    public void close() {
        pool.close();
    }

    private void withWorkspace(long bytes, LongConsumer kernel) {
        MemoryPool.Block workspace = pool.allocate(bytes);
        try {
            run(() -> kernel.accept(workspace.address(pool)));
        } finally {
            workspace.close();
        }
    }

    private void run(Runnable kernel) {
        long stamp = pool.enter();
        try {
            kernel.run();
        } finally {
            pool.exit(stamp);
        }
    }

    private long at(CpuWords words) {
        return words.address(pool);
    }

    private long at(CpuBytes bytes) {
        return bytes.address(pool);
    }

    private long end(CpuWords words) {
        return words.address(pool) + words.size() * WORD;
    }

    private static CpuWords mine(Words words) {
        if (words instanceof CpuWords own) {
            return own;
        }
        throw new DeviceException("this buffer belongs to a backend other than cpu; copy it by way of the host");
    }

    private static CpuBytes mine(Bytes bytes) {
        if (bytes instanceof CpuBytes own) {
            return own;
        }
        throw new DeviceException("this buffer belongs to a backend other than cpu; copy it by way of the host");
    }
}
