package com.latticex.rosetta.backend.fpga;

import com.latticex.rosetta.backend.Arguments;
import com.latticex.rosetta.backend.DeviceInfo;
import com.latticex.rosetta.backend.MatMulShape;
import com.latticex.rosetta.backend.Strides;
import com.latticex.rosetta.backend.Windows2d;
import com.latticex.rosetta.backend.Words;
import com.latticex.rosetta.backend.opencl.host.AxisArguments;
import com.latticex.rosetta.backend.opencl.host.ClBackend;
import com.latticex.rosetta.backend.opencl.host.ClLaunch;
import com.latticex.rosetta.backend.opencl.host.ClProgram;
import com.latticex.rosetta.backend.opencl.host.ClQueue;
import com.latticex.rosetta.backend.opencl.host.ClWords;
import com.latticex.rosetta.backend.opencl.host.Dimensions;

/** The half of the backend that computes on words: elementwise and by shape. */
abstract class FpgaArithmetic extends ClBackend {
    private final ClProgram program;
    private final TileProduct product;

    FpgaArithmetic(ClQueue queue, DeviceInfo info, ClProgram program, int tile) {
        super(queue, info);
        this.program = program;
        this.product = new TileProduct(queue, program, tile);
    }

    final ClLaunch call(Task task) {
        return program.call(task.kernel());
    }

    // ---- elementwise

    private void map(MapOperation operation, ClWords x, ClWords y, long k, long c, ClWords out) {
        Arguments.sameSize(operation.kernel(), x, y, out);
        call(Task.MAP)
                .number(operation.number())
                .in(x)
                .in(y)
                .word(k)
                .word(c)
                .out(out)
                .word(out.size())
                .runTask(out.size());
    }

    @Override
    public void fill(long value, Words out) {
        map(MapOperation.FILL, mine(out), mine(out), 0, value, mine(out));
    }

    @Override
    public void add(Words x, Words y, Words out) {
        map(MapOperation.ADD, mine(x), mine(y), 0, 0, mine(out));
    }

    @Override
    public void subtract(Words x, Words y, Words out) {
        map(MapOperation.SUBTRACT, mine(x), mine(y), 0, 0, mine(out));
    }

    @Override
    public void multiply(Words x, Words y, Words out) {
        map(MapOperation.MULTIPLY, mine(x), mine(y), 0, 0, mine(out));
    }

    @Override
    public void multiplyAdd(Words x, Words y, Words out) {
        map(MapOperation.MULTIPLY_ADD, mine(x), mine(y), 0, 0, mine(out));
    }

    @Override
    public void affine(Words x, long k, long c, Words out) {
        map(MapOperation.AFFINE, mine(x), mine(x), k, c, mine(out));
    }

    @Override
    public void shiftRight(Words x, int bits, Words out) {
        Arguments.range("shiftRight", "bits", bits, 0, 63);
        map(MapOperation.SHIFT_RIGHT, mine(x), mine(x), bits, 0, mine(out));
    }

    @Override
    public void and(Words x, long mask, Words out) {
        map(MapOperation.AND_MASK, mine(x), mine(x), mask, 0, mine(out));
    }

    @Override
    public void xor(Words x, Words y, Words out) {
        map(MapOperation.XOR, mine(x), mine(y), 0, 0, mine(out));
    }

    @Override
    public void and(Words x, Words y, Words out) {
        map(MapOperation.AND, mine(x), mine(y), 0, 0, mine(out));
    }

    @Override
    public void scale(Words x, Words k, Words out) {
        map(MapOperation.SCALE, mine(x), mine(k), 0, 0, mine(out));
    }

    @Override
    public void beaver(int first, Words mx, Words my, Words a, Words b, Words ab, Words out) {
        Arguments.sameSize("beaver", mx, my, out);
        Arguments.sameSize("beaver", a, b, out);
        Arguments.sameSize("beaver", ab, out);
        masked(Task.BEAVER, first, mx, my, a, b, ab, mine(out));
    }

    @Override
    public void conjoin(int first, Words mx, Words my, Words a, Words b, Words ab, Words out) {
        Arguments.conjoin(first, mx, my, a, b, ab, out);
        masked(Task.CONJOIN, first, mx, my, a, b, ab, mine(out));
    }

    /** A product of masked operands, in one ring or the other. */
    private void masked(Task task, int first, Words mx, Words my, Words a, Words b, Words ab, ClWords out) {
        call(task)
                .word(first)
                .in(mine(mx))
                .in(mine(my))
                .in(mine(a))
                .in(mine(b))
                .in(mine(ab))
                .out(out)
                .word(out.size())
                .runTask(out.size());
    }

    @Override
    public void truncateOpened(int first, int f, Words c, Words shifted, Words top, Words out) {
        ClWords o = mine(out);
        Arguments.range("truncateOpened", "f", f, 1, 62);
        Arguments.sameSize("truncateOpened", c, o);
        Arguments.sameSize("truncateOpened", shifted, top, o);
        call(Task.TRUNCATE)
                .word(first)
                .word(f)
                .in(mine(c))
                .in(mine(shifted))
                .in(mine(top))
                .out(o)
                .word(o.size())
                .runTask(o.size());
    }

    // ---- by shape

    @Override
    public void gather(Words x, Strides view, Words out) {
        ClWords a = mine(x);
        ClWords o = mine(out);
        Arguments.gather(a, view, o);
        Dimensions.forEach(view, part -> {
            ClWords target = part.target(o);
            part.scalarsTo(call(Task.GATHER).in(a))
                    .out(target)
                    .word(target.size())
                    .runTask(target.size());
        });
    }

    @Override
    public void sum(Words x, long outer, long axis, long inner, Words out) {
        ClWords a = mine(x);
        ClWords o = mine(out);
        Arguments.sum(a, outer, axis, inner, o);
        call(Task.SUM).in(a).word(outer).word(axis).word(inner).out(o).runTask(o.size());
    }

    @Override
    public void matmul(Words x, Words y, MatMulShape shape, boolean accumulate, Words out) {
        ClWords a = mine(x);
        ClWords b = mine(y);
        ClWords o = mine(out);
        Arguments.matmul(a, b, shape, o);
        product.run(a, b, shape, accumulate, o);
    }

    @Override
    public void unfold(Words x, Windows2d shape, Words out) {
        ClWords a = mine(x);
        ClWords o = mine(out);
        Arguments.unfold(a, shape, o);
        AxisArguments.scalarsTo(call(Task.UNFOLD).in(a), shape)
                .out(o)
                .word(shape.batch())
                .runTask(o.size());
    }

    @Override
    public void fold(Words unfolded, Windows2d shape, boolean accumulate, Words out) {
        ClWords a = mine(unfolded);
        ClWords o = mine(out);
        Arguments.fold(a, shape, o);
        AxisArguments.scalarsTo(call(Task.FOLD).in(a), shape)
                .number(accumulate ? 1 : 0)
                .out(o)
                .word(shape.batch())
                .runTask(o.size());
    }
}
