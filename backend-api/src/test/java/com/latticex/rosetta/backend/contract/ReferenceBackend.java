package com.latticex.rosetta.backend.contract;

import com.latticex.rosetta.backend.Arguments;
import com.latticex.rosetta.backend.Bytes;
import com.latticex.rosetta.backend.Conv2dShape;
import com.latticex.rosetta.backend.DeviceInfo;
import com.latticex.rosetta.backend.MatMulShape;
import com.latticex.rosetta.backend.RingBackend;
import com.latticex.rosetta.backend.Seed;
import com.latticex.rosetta.backend.Strides;
import com.latticex.rosetta.backend.Trigonometry;
import com.latticex.rosetta.backend.Windows2d;
import com.latticex.rosetta.backend.Words;
import com.latticex.rosetta.error.DeviceException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicLong;

/** Plain loops over Java arrays: the living definition of every kernel. Slow, and meant to be read. */
public final class ReferenceBackend implements RingBackend {
    private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG_UNALIGNED;
    private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
    private static final long LIMIT = 1L << 27;

    private final AtomicLong open = new AtomicLong();
    private volatile boolean closed;

    @Override
    public DeviceInfo device() {
        return new DeviceInfo("reference", 0, "plain loops", "Java arrays", 0);
    }

    @Override
    public long openBuffers() {
        return closed ? 0 : open.get();
    }

    // ---- memory

    @Override
    public ReferenceWords words(long size) {
        return new ReferenceWords(allocate(8 * checkSize(size), open::decrementAndGet), new long[(int) size]);
    }

    @Override
    public ReferenceBytes bytes(long size) {
        return new ReferenceBytes(allocate(checkSize(size), open::decrementAndGet), new byte[(int) size]);
    }

    /** Keeps a copy and writes it back on close: the weakest behaviour that the contract allows. */
    @Override
    public ReferenceWords wrap(MemorySegment host) {
        if (!host.isNative() || host.byteSize() % 8 != 0 || host.address() % 8 != 0) {
            throw new DeviceException("wrap: a native segment of whole, aligned words is needed");
        }
        long[] array = host.toArray(WORD);
        return new ReferenceWords(
                allocate(host.byteSize(), () -> {
                    MemorySegment.copy(array, 0, host, WORD, 0, array.length);
                    open.decrementAndGet();
                }),
                array);
    }

    @Override
    public void upload(MemorySegment host, Words out) {
        ReferenceWords o = mine(out);
        Arguments.hostBytes("upload", host.byteSize(), 8 * o.size());
        for (long i = 0; i < o.size(); i++) {
            o.set(i, host.get(WORD, 8 * i));
        }
    }

    @Override
    public void upload(MemorySegment host, Bytes out) {
        ReferenceBytes o = mine(out);
        Arguments.hostBytes("upload", host.byteSize(), o.size());
        for (long i = 0; i < o.size(); i++) {
            o.set(i, host.get(BYTE, i));
        }
    }

    @Override
    public void download(Words x, MemorySegment host) {
        ReferenceWords a = mine(x);
        Arguments.hostBytes("download", host.byteSize(), 8 * a.size());
        for (long i = 0; i < a.size(); i++) {
            host.set(WORD, 8 * i, a.get(i));
        }
    }

    @Override
    public void download(Bytes x, MemorySegment host) {
        ReferenceBytes a = mine(x);
        Arguments.hostBytes("download", host.byteSize(), a.size());
        for (long i = 0; i < a.size(); i++) {
            host.set(BYTE, i, (byte) a.get(i));
        }
    }

    @Override
    public void copy(Words x, Words out) {
        elementwise("copy", x, out, (a, o) -> a);
    }

    @Override
    public void copy(Bytes x, Bytes out) {
        ReferenceBytes a = mine(x);
        ReferenceBytes o = mine(out);
        Arguments.sameSize("copy", a, o);
        for (long i = 0; i < o.size(); i++) {
            o.set(i, a.get(i));
        }
    }

    @Override
    public void fill(long value, Words out) {
        elementwise("fill", out, out, (a, o) -> value);
    }

    // ---- words, elementwise

    private interface Binary {
        long apply(long x, long out);
    }

    private interface Ternary {
        long apply(long x, long y, long out);
    }

    private void elementwise(String kernel, Words x, Words out, Binary f) {
        ReferenceWords a = mine(x);
        ReferenceWords o = mine(out);
        Arguments.sameSize(kernel, a, o);
        for (long i = 0; i < o.size(); i++) {
            o.set(i, f.apply(a.get(i), o.get(i)));
        }
    }

    private void elementwise(String kernel, Words x, Words y, Words out, Ternary f) {
        ReferenceWords a = mine(x);
        ReferenceWords b = mine(y);
        ReferenceWords o = mine(out);
        Arguments.sameSize(kernel, a, b, o);
        for (long i = 0; i < o.size(); i++) {
            o.set(i, f.apply(a.get(i), b.get(i), o.get(i)));
        }
    }

    @Override
    public void add(Words x, Words y, Words out) {
        elementwise("add", x, y, out, (a, b, o) -> a + b);
    }

    @Override
    public void subtract(Words x, Words y, Words out) {
        elementwise("subtract", x, y, out, (a, b, o) -> a - b);
    }

    @Override
    public void multiply(Words x, Words y, Words out) {
        elementwise("multiply", x, y, out, (a, b, o) -> a * b);
    }

    @Override
    public void affine(Words x, long k, long c, Words out) {
        elementwise("affine", x, out, (a, o) -> a * k + c);
    }

    @Override
    public void multiplyAdd(Words x, Words y, Words out) {
        elementwise("multiplyAdd", x, y, out, (a, b, o) -> o + a * b);
    }

    @Override
    public void shiftRight(Words x, int bits, Words out) {
        Arguments.range("shiftRight", "bits", bits, 0, 63);
        elementwise("shiftRight", x, out, (a, o) -> a >>> bits);
    }

    @Override
    public void and(Words x, long mask, Words out) {
        elementwise("and", x, out, (a, o) -> a & mask);
    }

    // ---- words, by shape

    @Override
    public void gather(Words x, Strides view, Words out) {
        ReferenceWords a = mine(x);
        ReferenceWords o = mine(out);
        Arguments.gather(a, view, o);
        for (long i = 0; i < o.size(); i++) {
            long from = view.offset();
            long rest = i;
            for (int d = view.extents().size() - 1; d >= 0; d--) {
                long extent = view.extents().get(d);
                from += rest % extent * view.strides().get(d);
                rest /= extent;
            }
            o.set(i, a.get(from));
        }
    }

    @Override
    public void sum(Words x, long outer, long axis, long inner, Words out) {
        ReferenceWords a = mine(x);
        ReferenceWords o = mine(out);
        Arguments.sum(a, outer, axis, inner, o);
        for (long i = 0; i < outer; i++) {
            for (long j = 0; j < inner; j++) {
                long total = 0;
                for (long k = 0; k < axis; k++) {
                    total += a.get((i * axis + k) * inner + j);
                }
                o.set(i * inner + j, total);
            }
        }
    }

    @Override
    public void matmul(Words x, Words y, MatMulShape s, boolean accumulate, Words out) {
        ReferenceWords a = mine(x);
        ReferenceWords b = mine(y);
        ReferenceWords o = mine(out);
        Arguments.matmul(a, b, s, o);
        for (long g = 0; g < s.batch(); g++) {
            long ga = s.broadcastX() ? 0 : g * s.m() * s.k();
            long gb = s.broadcastY() ? 0 : g * s.k() * s.n();
            for (long i = 0; i < s.m(); i++) {
                for (long j = 0; j < s.n(); j++) {
                    long at = (g * s.m() + i) * s.n() + j;
                    long total = accumulate ? o.get(at) : 0;
                    for (long l = 0; l < s.k(); l++) {
                        total += a.get(ga + (s.transposeX() ? l * s.m() + i : i * s.k() + l))
                                * b.get(gb + (s.transposeY() ? j * s.k() + l : l * s.n() + j));
                    }
                    o.set(at, total);
                }
            }
        }
    }

    // ---- windows over images

    @Override
    public void unfold(Words x, Windows2d shape, Words out) {
        Arguments.unfold(x, shape, out);
        ReferenceWindows.unfold(mine(x), shape, mine(out));
    }

    @Override
    public void fold(Words unfolded, Windows2d shape, boolean accumulate, Words out) {
        Arguments.fold(unfolded, shape, out);
        ReferenceWindows.fold(mine(unfolded), shape, accumulate, mine(out));
    }

    @Override
    public void conv2d(Words x, Words filter, Conv2dShape shape, boolean accumulate, Words out) {
        Arguments.conv2d("conv2d", x, filter, out, shape);
        ReferenceWindows.forward(mine(x), mine(filter), shape, accumulate, mine(out));
    }

    @Override
    public void conv2dInput(Words g, Words filter, Conv2dShape shape, boolean accumulate, Words out) {
        Arguments.conv2d("conv2dInput", out, filter, g, shape);
        ReferenceWindows.input(mine(g), mine(filter), shape, accumulate, mine(out));
    }

    @Override
    public void conv2dFilter(Words x, Words g, Conv2dShape shape, boolean accumulate, Words out) {
        Arguments.conv2d("conv2dFilter", x, out, g, shape);
        ReferenceWindows.filter(mine(x), mine(g), shape, accumulate, mine(out));
    }

    // ---- pseudo-random generator

    @Override
    public void random(Seed key, long nonce, Words out) {
        ReferenceWords o = mine(out);
        ByteBuffer stream = ByteBuffer.wrap(new ReferencePrg(key).stream(nonce, 0, Math.toIntExact(8 * o.size())))
                .order(ByteOrder.LITTLE_ENDIAN);
        for (long i = 0; i < o.size(); i++) {
            o.set(i, stream.getLong());
        }
    }

    @Override
    public void randomDigits(Seed key, long nonce, Bytes out) {
        new ReferencePrg(key).digits(nonce, 3 * MODULUS, b -> b % MODULUS, mine(out));
    }

    @Override
    public void randomNonZeroDigits(Seed key, long nonce, Bytes out) {
        new ReferencePrg(key).digits(nonce, 3 * (MODULUS - 1), b -> b % (MODULUS - 1) + 1, mine(out));
    }

    // ---- private comparison

    @Override
    public void dealDigits(Words r, Bytes share, Bytes out) {
        ReferenceWords a = mine(r);
        ReferenceBytes s = mine(share);
        ReferenceBytes o = mine(out);
        Arguments.digits("dealDigits", "share", s, DIGITS, a.size());
        Arguments.digits("dealDigits", "output", o, DIGITS, a.size());
        for (long e = 0; e < a.size(); e++) {
            for (int j = 0; j < DIGITS; j++) {
                o.set(DIGITS * e + j, mod((a.get(e) >>> j & 1) - s.get(DIGITS * e + j)));
            }
        }
    }

    @Override
    public void blindDigits(int first, Words c, Words coins, Bytes share, Bytes multipliers, Bytes refresh, Bytes out) {
        ReferenceWords opened = mine(c);
        ReferenceWords common = mine(coins);
        ReferenceBytes bits = mine(share);
        ReferenceBytes s = mine(multipliers);
        ReferenceBytes u = mine(refresh);
        ReferenceBytes o = mine(out);
        Arguments.blindDigits(first, opened, common, bits, s, u, o);
        for (long e = 0; e < opened.size(); e++) {
            int beta = (int) (common.get(e) & 1);
            int rotation = (int) (common.get(e) >>> 8 & 63);
            long t = (opened.get(e) & Long.MAX_VALUE) + beta;
            int sum = 0;
            for (int j = BLINDED - 1; j >= 0; j--) {
                int bit = (int) (t >>> j & 1);
                int r = j < DIGITS ? bits.get(DIGITS * e + j) : 0;
                int d = beta == 0 ? first * (bit + 1) - r + sum : r + first * (1 - bit) + sum;
                long at = BLINDED * e + (j + rotation) % BLINDED;
                o.set(at, mod((long) s.get(at) * d + (first == 1 ? u.get(at) : -u.get(at))));
                sum += bit == 0 ? r : first - r;
            }
        }
    }

    @Override
    public void anyZero(Bytes x, Bytes y, Words out) {
        ReferenceBytes a = mine(x);
        ReferenceBytes b = mine(y);
        ReferenceWords o = mine(out);
        Arguments.digits("anyZero", "x", a, BLINDED, o.size());
        Arguments.digits("anyZero", "y", b, BLINDED, o.size());
        for (long e = 0; e < o.size(); e++) {
            long found = 0;
            for (int i = 0; i < BLINDED; i++) {
                if (mod(a.get(BLINDED * e + i) + b.get(BLINDED * e + i)) == 0) {
                    found = 1;
                }
            }
            o.set(e, found);
        }
    }

    private static int mod(long value) {
        return (int) Math.floorMod(value, (long) MODULUS);
    }

    // ---- bits, packed digits, public fractions

    @Override
    public void xor(Words x, Words y, Words out) {
        elementwise("xor", x, y, out, (a, b, o) -> a ^ b);
    }

    @Override
    public void and(Words x, Words y, Words out) {
        elementwise("and", x, y, out, (a, b, o) -> a & b);
    }

    @Override
    public void conjoin(int first, Words mx, Words my, Words a, Words b, Words ab, Words out) {
        Arguments.conjoin(first, mx, my, a, b, ab, out);
        ReferenceWords x = mine(mx);
        ReferenceWords y = mine(my);
        ReferenceWords p = mine(a);
        ReferenceWords q = mine(b);
        ReferenceWords pq = mine(ab);
        ReferenceWords o = mine(out);
        for (long i = 0; i < o.size(); i++) {
            long term = first == 1 ? x.get(i) & y.get(i) : 0;
            o.set(i, term ^ x.get(i) & q.get(i) ^ y.get(i) & p.get(i) ^ pq.get(i));
        }
    }

    @Override
    public void expandBits(Words plane, Words out) {
        Arguments.size("expandBits", "plane", plane, RingBackend.planeWords(out.size()));
        ReferenceBits.expand(mine(plane), mine(out));
    }

    @Override
    public void dealBlocks(Words r, Words share, Words out) {
        Arguments.blocks("dealBlocks", r, share, out, ONE_HOTS);
        ReferenceBits.deal(mine(r), mine(share), mine(out));
    }

    @Override
    public void compareBlocks(Words c, Words share, Words out) {
        Arguments.blocks("compareBlocks", c, share, out, COMPARED);
        ReferenceBits.compare(mine(c), mine(share), mine(out));
    }

    @Override
    public void packDigits(Bytes digits, Words out) {
        Arguments.size("packDigits", "output", out, RingBackend.packedWords(digits.size()));
        ReferenceBits.pack(mine(digits), mine(out));
    }

    @Override
    public void unpackDigits(Words packed, Bytes out) {
        Arguments.size("unpackDigits", "input", packed, RingBackend.packedWords(out.size()));
        ReferenceBits.unpack(mine(packed), mine(out));
    }

    @Override
    public void scale(Words x, Words k, Words out) {
        elementwise("scale", x, k, out, (a, b, o) -> ReferenceBits.scale(a, b));
    }

    // ---- trigonometric tables

    @Override
    public void harmonics(Words x, int bits, int step, int count, Words cos, Words sin) {
        ReferenceWords a = mine(x);
        ReferenceWords c = mine(cos);
        ReferenceWords s = mine(sin);
        Arguments.harmonics(a, bits, step, count, c, s);
        for (int h = 0; h < count; h++) {
            for (long e = 0; e < a.size(); e++) {
                long turn = Trigonometry.turn(a.get(e), bits, 1L + (long) h * step);
                c.set(h * a.size() + e, Trigonometry.cos(turn));
                s.set(h * a.size() + e, Trigonometry.sin(turn));
            }
        }
    }

    // ---- life

    @Override
    public void close() {
        closed = true;
    }

    boolean isClosed() {
        return closed;
    }

    private ReferenceMemory allocate(long bytes, Runnable onClose) {
        if (closed) {
            throw new DeviceException("this backend has been closed");
        }
        if (bytes > LIMIT) {
            throw new DeviceException("the reference backend serves no buffer of " + bytes + " bytes");
        }
        open.incrementAndGet();
        return new ReferenceMemory(this, onClose);
    }

    private static long checkSize(long size) {
        Arguments.range("allocate", "size", size, 0, LIMIT);
        return size;
    }

    private ReferenceWords mine(Words words) {
        if (words instanceof ReferenceWords w) {
            w.memory().checkUsableBy(this);
            return w;
        }
        throw new DeviceException("this buffer belongs to another backend");
    }

    private ReferenceBytes mine(Bytes bytes) {
        if (bytes instanceof ReferenceBytes b) {
            b.memory().checkUsableBy(this);
            return b;
        }
        throw new DeviceException("this buffer belongs to another backend");
    }
}
