package com.latticex.rosetta.backend.fpga;

import com.latticex.rosetta.backend.Arguments;
import com.latticex.rosetta.backend.Bytes;
import com.latticex.rosetta.backend.DeviceInfo;
import com.latticex.rosetta.backend.MatMulShape;
import com.latticex.rosetta.backend.Seed;
import com.latticex.rosetta.backend.Strides;
import com.latticex.rosetta.backend.Trigonometry;
import com.latticex.rosetta.backend.Words;
import com.latticex.rosetta.backend.opencl.host.ClBackend;
import com.latticex.rosetta.backend.opencl.host.ClBytes;
import com.latticex.rosetta.backend.opencl.host.ClLaunch;
import com.latticex.rosetta.backend.opencl.host.ClProgram;
import com.latticex.rosetta.backend.opencl.host.ClQueue;
import com.latticex.rosetta.backend.opencl.host.ClTable;
import com.latticex.rosetta.backend.opencl.host.ClWords;
import com.latticex.rosetta.backend.opencl.host.Dimensions;
import com.latticex.rosetta.backend.opencl.host.RoundKeys;
import com.latticex.rosetta.error.DeviceException;

/** Checks every call and starts the task that does it. */
final class FpgaBackend extends ClBackend {
    private final ClProgram program;
    private final TileProduct product;
    private final ClTable trigonometry;

    private FpgaBackend(ClQueue queue, DeviceInfo info, ClProgram program, int tile) {
        super(queue, info);
        this.program = program;
        this.product = new TileProduct(queue, program, tile);
        this.trigonometry = new ClTable(queue, Trigonometry::tables);
    }

    static FpgaBackend open(Board board, DeviceInfo info) {
        ClQueue queue = board.openQueue();
        try {
            return new FpgaBackend(queue, info, board.kernels(queue), board.tile());
        } catch (DeviceException e) {
            queue.close();
            throw e;
        }
    }

    private ClLaunch call(Task task) {
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
        map(MapOperation.AND, mine(x), mine(x), mask, 0, mine(out));
    }

    @Override
    public void beaver(int first, Words mx, Words my, Words a, Words b, Words ab, Words out) {
        ClWords o = mine(out);
        Arguments.sameSize("beaver", mx, my, o);
        Arguments.sameSize("beaver", a, b, o);
        Arguments.sameSize("beaver", ab, o);
        call(Task.BEAVER)
                .word(first)
                .in(mine(mx))
                .in(mine(my))
                .in(mine(a))
                .in(mine(b))
                .in(mine(ab))
                .out(o)
                .word(o.size())
                .runTask(o.size());
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

    // ---- pseudo-random generator

    @Override
    public void random(Seed key, long nonce, Words out) {
        ClWords o = mine(out);
        try (RoundKeys keys = RoundKeys.of(key)) {
            keys.scalarsTo(call(Task.RANDOM)).word(nonce).out(o).word(o.size()).runTask(o.size());
        }
    }

    @Override
    public void randomDigits(Seed key, long nonce, Bytes out) {
        digits(key, nonce, MODULUS, 0, mine(out));
    }

    @Override
    public void randomNonZeroDigits(Seed key, long nonce, Bytes out) {
        digits(key, nonce, MODULUS - 1, 1, mine(out));
    }

    private void digits(Seed key, long nonce, int modulus, int least, ClBytes out) {
        try (RoundKeys keys = RoundKeys.of(key)) {
            keys.scalarsTo(call(Task.DIGITS))
                    .word(nonce)
                    .number(modulus)
                    .number(least)
                    .out(out)
                    .word(out.size())
                    .runTask(out.size());
        }
    }

    // ---- private comparison

    @Override
    public void dealDigits(Words r, Bytes share, Bytes out) {
        ClWords a = mine(r);
        Arguments.digits("dealDigits", "share", share, DIGITS, a.size());
        Arguments.digits("dealDigits", "output", out, DIGITS, a.size());
        call(Task.DEAL).in(a).in(mine(share)).out(mine(out)).word(a.size()).runTask(a.size());
    }

    @Override
    public void blindDigits(int first, Words c, Words coins, Bytes share, Bytes multipliers, Bytes refresh, Bytes out) {
        ClWords opened = mine(c);
        Arguments.blindDigits(first, opened, coins, share, multipliers, refresh, out);
        call(Task.BLIND)
                .number(first)
                .in(opened)
                .in(mine(coins))
                .in(mine(share))
                .in(mine(multipliers))
                .in(mine(refresh))
                .out(mine(out))
                .word(opened.size())
                .runTask(opened.size());
    }

    @Override
    public void anyZero(Bytes x, Bytes y, Words out) {
        ClWords o = mine(out);
        Arguments.digits("anyZero", "x", x, BLINDED, o.size());
        Arguments.digits("anyZero", "y", y, BLINDED, o.size());
        call(Task.ANY_ZERO).in(mine(x)).in(mine(y)).out(o).word(o.size()).runTask(o.size());
    }

    @Override
    public void harmonics(Words x, int bits, int step, int count, Words cos, Words sin) {
        ClWords a = mine(x);
        ClWords c = mine(cos);
        ClWords s = mine(sin);
        Arguments.harmonics(a, bits, step, count, c, s);
        for (int h = 0; h < count; h++) {
            call(Task.HARMONICS)
                    .in(a)
                    .word(bits)
                    .word(1L + (long) h * step)
                    .word(Trigonometry.TURN)
                    .in(trigonometry.onDevice())
                    .out(c.slice(h * a.size(), a.size()))
                    .out(s.slice(h * a.size(), a.size()))
                    .word(a.size())
                    .runTask(a.size());
        }
    }
}
