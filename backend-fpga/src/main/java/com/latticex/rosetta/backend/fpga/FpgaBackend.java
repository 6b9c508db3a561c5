package com.latticex.rosetta.backend.fpga;

import com.latticex.rosetta.backend.Arguments;
import com.latticex.rosetta.backend.Bytes;
import com.latticex.rosetta.backend.DeviceInfo;
import com.latticex.rosetta.backend.RingBackend;
import com.latticex.rosetta.backend.Seed;
import com.latticex.rosetta.backend.Trigonometry;
import com.latticex.rosetta.backend.Words;
import com.latticex.rosetta.backend.opencl.host.ClBytes;
import com.latticex.rosetta.backend.opencl.host.ClProgram;
import com.latticex.rosetta.backend.opencl.host.ClQueue;
import com.latticex.rosetta.backend.opencl.host.ClTable;
import com.latticex.rosetta.backend.opencl.host.ClWords;
import com.latticex.rosetta.backend.opencl.host.RoundKeys;
import com.latticex.rosetta.error.DeviceException;

/** Checks every call and starts the task that does it. */
final class FpgaBackend extends FpgaArithmetic {
    private final ClTable trigonometry;

    private FpgaBackend(ClQueue queue, DeviceInfo info, ClProgram program, int tile) {
        super(queue, info, program, tile);
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

    // ---- bits and packed digits

    @Override
    public void dealBlocks(Words r, Words share, Words out) {
        Arguments.blocks("dealBlocks", r, share, out, ONE_HOTS);
        blocks(Task.DEAL_BLOCKS, mine(r), mine(share), mine(out));
    }

    @Override
    public void compareBlocks(Words c, Words share, Words out) {
        Arguments.blocks("compareBlocks", c, share, out, COMPARED);
        blocks(Task.COMPARE_BLOCKS, mine(c), mine(share), mine(out));
    }

    private void blocks(Task task, ClWords x, ClWords share, ClWords out) {
        call(task)
                .in(x)
                .in(share)
                .out(out)
                .word(x.size())
                .word(RingBackend.planeWords(x.size()))
                .runTask(x.size());
    }

    @Override
    public void expandBits(Words plane, Words out) {
        Arguments.size("expandBits", "plane", plane, RingBackend.planeWords(out.size()));
        call(Task.EXPAND_BITS).in(mine(plane)).out(mine(out)).word(out.size()).runTask(out.size());
    }

    @Override
    public void packDigits(Bytes digits, Words out) {
        Arguments.size("packDigits", "output", out, RingBackend.packedWords(digits.size()));
        call(Task.PACK_DIGITS)
                .in(mine(digits))
                .out(mine(out))
                .word(digits.size())
                .runTask(digits.size());
    }

    @Override
    public void unpackDigits(Words packed, Bytes out) {
        Arguments.size("unpackDigits", "input", packed, RingBackend.packedWords(out.size()));
        call(Task.UNPACK_DIGITS)
                .in(mine(packed))
                .out(mine(out))
                .word(out.size())
                .runTask(out.size());
    }

    // ---- trigonometric tables

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
