package com.latticex.rosetta.backend.opencl;

import com.latticex.rosetta.backend.Arguments;
import com.latticex.rosetta.backend.Bytes;
import com.latticex.rosetta.backend.DeviceInfo;
import com.latticex.rosetta.backend.MatMulShape;
import com.latticex.rosetta.backend.RingBackend;
import com.latticex.rosetta.backend.Seed;
import com.latticex.rosetta.backend.Strides;
import com.latticex.rosetta.backend.Windows2d;
import com.latticex.rosetta.backend.Words;
import com.latticex.rosetta.backend.opencl.host.ClBackend;
import com.latticex.rosetta.backend.opencl.host.ClBytes;
import com.latticex.rosetta.backend.opencl.host.ClQueue;
import com.latticex.rosetta.backend.opencl.host.ClWords;

/** Checks every call and hands it to the family of kernels that does the work. */
final class OpenClBackend extends ClBackend {
    private final Programs programs;
    private final Elementwise elementwise;
    private final Reshape reshape;
    private final MatMul matMul;
    private final Generator generator;
    private final Comparison comparison;
    private final Bits bits;
    private final Packing packing;
    private final WindowKernels windows;
    private final Harmonics harmonics;

    private OpenClBackend(ClQueue queue, DeviceInfo info, KernelShape shape) {
        super(queue, info);
        this.programs = new Programs(queue, shape);
        this.elementwise = new Elementwise(programs);
        this.reshape = new Reshape(programs);
        this.matMul = new MatMul(programs, elementwise, reshape);
        this.generator = new Generator(programs);
        this.comparison = new Comparison(programs);
        this.bits = new Bits(programs);
        this.packing = new Packing(programs);
        this.windows = new WindowKernels(programs);
        this.harmonics = new Harmonics(programs);
    }

    static OpenClBackend open(ClQueue queue, DeviceInfo info, KernelShape shape) {
        return new OpenClBackend(queue, info, shape);
    }

    @Override
    public void warmUp() {
        programs.buildAll();
    }

    @Override
    public void fill(long value, Words out) {
        elementwise.fill(value, mine(out));
    }

    @Override
    public void add(Words x, Words y, Words out) {
        elementwise.binary("add", mine(x), mine(y), mine(out));
    }

    @Override
    public void subtract(Words x, Words y, Words out) {
        elementwise.binary("subtract", mine(x), mine(y), mine(out));
    }

    @Override
    public void multiply(Words x, Words y, Words out) {
        elementwise.binary("multiply", mine(x), mine(y), mine(out));
    }

    @Override
    public void multiplyAdd(Words x, Words y, Words out) {
        elementwise.binary("multiply_add", mine(x), mine(y), mine(out));
    }

    @Override
    public void affine(Words x, long k, long c, Words out) {
        elementwise.affine(mine(x), k, c, mine(out));
    }

    @Override
    public void shiftRight(Words x, int bits, Words out) {
        Arguments.range("shiftRight", "bits", bits, 0, 63);
        elementwise.unary("shift_right", mine(x), bits, mine(out));
    }

    @Override
    public void and(Words x, long mask, Words out) {
        elementwise.unary("and_mask", mine(x), mask, mine(out));
    }

    @Override
    public void beaver(int first, Words mx, Words my, Words a, Words b, Words ab, Words out) {
        elementwise.beaver(first, mine(mx), mine(my), mine(a), mine(b), mine(ab), mine(out));
    }

    @Override
    public void truncateOpened(int first, int f, Words c, Words shifted, Words top, Words out) {
        Arguments.range("truncateOpened", "f", f, 1, 62);
        elementwise.truncateOpened(first, f, mine(c), mine(shifted), mine(top), mine(out));
    }

    @Override
    public void gather(Words x, Strides view, Words out) {
        ClWords a = mine(x);
        ClWords o = mine(out);
        Arguments.gather(a, view, o);
        reshape.gather(a, view, o);
    }

    @Override
    public void sum(Words x, long outer, long axis, long inner, Words out) {
        ClWords a = mine(x);
        ClWords o = mine(out);
        Arguments.sum(a, outer, axis, inner, o);
        reshape.sum(a, outer, axis, inner, o);
    }

    @Override
    public void matmul(Words x, Words y, MatMulShape shape, boolean accumulate, Words out) {
        ClWords a = mine(x);
        ClWords b = mine(y);
        ClWords o = mine(out);
        Arguments.matmul(a, b, shape, o);
        matMul.run(a, b, shape, accumulate, o);
    }

    @Override
    public void unfold(Words x, Windows2d shape, Words out) {
        ClWords a = mine(x);
        ClWords o = mine(out);
        Arguments.unfold(a, shape, o);
        windows.unfold(a, shape, o);
    }

    @Override
    public void fold(Words unfolded, Windows2d shape, boolean accumulate, Words out) {
        ClWords a = mine(unfolded);
        ClWords o = mine(out);
        Arguments.fold(a, shape, o);
        windows.fold(a, shape, accumulate, o);
    }

    @Override
    public void random(Seed key, long nonce, Words out) {
        generator.words(key, nonce, mine(out));
    }

    @Override
    public void randomDigits(Seed key, long nonce, Bytes out) {
        generator.digits(key, nonce, mine(out));
    }

    @Override
    public void randomNonZeroDigits(Seed key, long nonce, Bytes out) {
        generator.nonZeroDigits(key, nonce, mine(out));
    }

    @Override
    public void dealDigits(Words r, Bytes share, Bytes out) {
        ClWords a = mine(r);
        ClBytes s = mine(share);
        ClBytes o = mine(out);
        Arguments.digits("dealDigits", "share", s, DIGITS, a.size());
        Arguments.digits("dealDigits", "output", o, DIGITS, a.size());
        comparison.deal(a, s, o);
    }

    @Override
    public void blindDigits(int first, Words c, Words coins, Bytes share, Bytes multipliers, Bytes refresh, Bytes out) {
        ClWords opened = mine(c);
        ClWords common = mine(coins);
        ClBytes bits = mine(share);
        ClBytes s = mine(multipliers);
        ClBytes u = mine(refresh);
        ClBytes o = mine(out);
        Arguments.blindDigits(first, opened, common, bits, s, u, o);
        comparison.blind(first, opened, common, bits, s, u, o);
    }

    @Override
    public void anyZero(Bytes x, Bytes y, Words out) {
        ClBytes a = mine(x);
        ClBytes b = mine(y);
        ClWords o = mine(out);
        Arguments.digits("anyZero", "x", a, BLINDED, o.size());
        Arguments.digits("anyZero", "y", b, BLINDED, o.size());
        comparison.anyZero(a, b, o);
    }

    @Override
    public void xor(Words x, Words y, Words out) {
        elementwise.binary("xor_words", mine(x), mine(y), mine(out));
    }

    @Override
    public void and(Words x, Words y, Words out) {
        elementwise.binary("and_words", mine(x), mine(y), mine(out));
    }

    @Override
    public void conjoin(int first, Words mx, Words my, Words a, Words b, Words ab, Words out) {
        elementwise.conjoin(first, mine(mx), mine(my), mine(a), mine(b), mine(ab), mine(out));
    }

    @Override
    public void expandBits(Words plane, Words out) {
        ClWords a = mine(plane);
        ClWords o = mine(out);
        Arguments.size("expandBits", "plane", a, RingBackend.planeWords(o.size()));
        bits.expand(a, o);
    }

    @Override
    public void dealBlocks(Words r, Words share, Words out) {
        ClWords a = mine(r);
        ClWords s = mine(share);
        ClWords o = mine(out);
        Arguments.blocks("dealBlocks", a, s, o, ONE_HOTS);
        bits.deal(a, s, o);
    }

    @Override
    public void compareBlocks(Words c, Words share, Words out) {
        ClWords a = mine(c);
        ClWords s = mine(share);
        ClWords o = mine(out);
        Arguments.blocks("compareBlocks", a, s, o, COMPARED);
        bits.compare(a, s, o);
    }

    @Override
    public void packDigits(Bytes digits, Words out) {
        ClBytes d = mine(digits);
        ClWords o = mine(out);
        Arguments.size("packDigits", "output", o, RingBackend.packedWords(d.size()));
        packing.pack(d, o);
    }

    @Override
    public void unpackDigits(Words packed, Bytes out) {
        ClWords p = mine(packed);
        ClBytes o = mine(out);
        Arguments.size("unpackDigits", "input", p, RingBackend.packedWords(o.size()));
        packing.unpack(p, o);
    }

    @Override
    public void scale(Words x, Words k, Words out) {
        elementwise.binary("scale", mine(x), mine(k), mine(out));
    }

    @Override
    public void harmonics(Words x, int bits, int step, int count, Words cos, Words sin) {
        ClWords a = mine(x);
        ClWords c = mine(cos);
        ClWords s = mine(sin);
        Arguments.harmonics(a, bits, step, count, c, s);
        harmonics.run(a, bits, step, count, c, s);
    }
}
