package com.latticex.rosetta.backend.cuda;

import com.latticex.rosetta.backend.Arguments;
import com.latticex.rosetta.backend.Bytes;
import com.latticex.rosetta.backend.DeviceInfo;
import com.latticex.rosetta.backend.RingBackend;
import com.latticex.rosetta.backend.Seed;
import com.latticex.rosetta.backend.Words;

/** Ring arithmetic on one GPU: checks the arguments, then submits to the queue. This class has the kernels of the protocols. */
final class CudaBackend extends CudaArithmetic {
    CudaBackend(DeviceInfo device, GemmPolicy policy) {
        super(device, policy);
    }

    /** For the benchmark, which records graphs on the stream. */
    Queue queue() {
        return queue;
    }

    // ---- pseudo-random generator

    @Override
    public void random(Seed key, long nonce, Words out) {
        CudaWords o = mine(out);
        if (o.size() > 0) {
            submit(o, () -> state.digits().random(key, nonce, o));
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

    private void submit(CudaBytes out, Runnable launches) {
        queue.submit(() -> {
            launches.run();
            out.memory().written();
        });
    }

    private void digits(Seed key, long nonce, int modulus, int offset, CudaBytes out) {
        if (out.size() > 0) {
            submit(out, () -> state.digits().digits(key, nonce, modulus, offset, out));
        }
    }

    // ---- private comparison

    @Override
    public void dealDigits(Words r, Bytes share, Bytes out) {
        CudaWords words = mine(r);
        CudaBytes s = mine(share);
        CudaBytes o = mine(out);
        Arguments.digits("dealDigits", "share", s, DIGITS, words.size());
        Arguments.digits("dealDigits", "output", o, DIGITS, words.size());
        if (o.size() > 0) {
            submit(o, () -> state.digits().deal(words, s, o));
        }
    }

    @Override
    public void blindDigits(int first, Words c, Words coins, Bytes share, Bytes multipliers, Bytes refresh, Bytes out) {
        CudaWords opened = mine(c);
        CudaWords common = mine(coins);
        CudaBytes bits = mine(share);
        CudaBytes s = mine(multipliers);
        CudaBytes u = mine(refresh);
        CudaBytes o = mine(out);
        Arguments.blindDigits(first, opened, common, bits, s, u, o);
        if (o.size() > 0) {
            submit(o, () -> state.digits().blind(first, opened, common, bits, s, u, o));
        }
    }

    @Override
    public void anyZero(Bytes x, Bytes y, Words out) {
        CudaBytes a = mine(x);
        CudaBytes b = mine(y);
        CudaWords o = mine(out);
        Arguments.digits("anyZero", "x", a, BLINDED, o.size());
        Arguments.digits("anyZero", "y", b, BLINDED, o.size());
        if (o.size() > 0) {
            submit(o, () -> state.digits().anyZero(a, b, o));
        }
    }

    // ---- bits and packed digits

    @Override
    public void expandBits(Words plane, Words out) {
        CudaWords a = mine(plane);
        CudaWords o = mine(out);
        Arguments.size("expandBits", "plane", a, RingBackend.planeWords(o.size()));
        if (o.size() > 0) {
            submit(o, () -> state.bits().expand(a, o));
        }
    }

    @Override
    public void dealBlocks(Words r, Words share, Words out) {
        CudaWords words = mine(r);
        CudaWords s = mine(share);
        CudaWords o = mine(out);
        Arguments.blocks("dealBlocks", words, s, o, ONE_HOTS);
        if (o.size() > 0) {
            submit(o, () -> state.bits().deal(words, s, o));
        }
    }

    @Override
    public void compareBlocks(Words c, Words share, Words out) {
        CudaWords opened = mine(c);
        CudaWords s = mine(share);
        CudaWords o = mine(out);
        Arguments.blocks("compareBlocks", opened, s, o, COMPARED);
        if (o.size() > 0) {
            submit(o, () -> state.bits().compare(opened, s, o));
        }
    }

    @Override
    public void packDigits(Bytes digits, Words out) {
        CudaBytes d = mine(digits);
        CudaWords o = mine(out);
        Arguments.size("packDigits", "output", o, RingBackend.packedWords(d.size()));
        if (o.size() > 0) {
            submit(o, () -> state.digits().pack(d, o));
        }
    }

    @Override
    public void unpackDigits(Words packed, Bytes out) {
        CudaWords p = mine(packed);
        CudaBytes o = mine(out);
        Arguments.size("unpackDigits", "input", p, RingBackend.packedWords(o.size()));
        if (o.size() > 0) {
            submit(o, () -> state.digits().unpack(p, o));
        }
    }

    // ---- trigonometric tables

    @Override
    public void harmonics(Words x, int bits, int step, int count, Words cos, Words sin) {
        CudaWords a = mine(x);
        CudaWords c = mine(cos);
        CudaWords s = mine(sin);
        Arguments.harmonics(a, bits, step, count, c, s);
        if (c.size() > 0) {
            queue.submit(() -> {
                state.harmonics(a, bits, step, count, c, s);
                c.memory().written();
                s.memory().written();
            });
        }
    }
}
