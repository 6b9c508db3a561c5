package com.latticex.rosetta.backend.cuda;

import com.latticex.rosetta.backend.Arguments;
import com.latticex.rosetta.backend.Bytes;
import com.latticex.rosetta.backend.DeviceInfo;
import com.latticex.rosetta.backend.MatMulShape;
import com.latticex.rosetta.backend.Seed;
import com.latticex.rosetta.backend.Strides;
import com.latticex.rosetta.backend.Words;
import com.latticex.rosetta.backend.cuda.Kernels.Kernel;
import java.util.function.UnaryOperator;

/** Ring arithmetic on one GPU: checks the arguments, then submits to the queue. */
final class CudaBackend extends CudaMemory {
    CudaBackend(DeviceInfo device, GemmPolicy policy) {
        super(device, policy);
    }

    /** For the benchmark, which records graphs on the stream. */
    Queue queue() {
        return queue;
    }

    // ---- words, elementwise

    @Override
    public void fill(long value, Words out) {
        elementwise(Kernel.FILL, k -> k.word(value), out);
    }

    @Override
    public void add(Words x, Words y, Words out) {
        elementwise(Kernel.ADD, k -> k, out, x, y);
    }

    @Override
    public void subtract(Words x, Words y, Words out) {
        elementwise(Kernel.SUBTRACT, k -> k, out, x, y);
    }

    @Override
    public void multiply(Words x, Words y, Words out) {
        elementwise(Kernel.MULTIPLY, k -> k, out, x, y);
    }

    @Override
    public void affine(Words x, long k, long c, Words out) {
        elementwise(Kernel.AFFINE, a -> a.word(k).word(c), out, x);
    }

    @Override
    public void multiplyAdd(Words x, Words y, Words out) {
        elementwise(Kernel.MULTIPLY_ADD, k -> k, out, x, y);
    }

    @Override
    public void shiftRight(Words x, int bits, Words out) {
        Arguments.range("shiftRight", "bits", bits, 0, 63);
        elementwise(Kernel.SHIFT_RIGHT, k -> k.integer(bits), out, x);
    }

    @Override
    public void and(Words x, long mask, Words out) {
        elementwise(Kernel.AND, k -> k.word(mask), out, x);
    }

    @Override
    public void beaver(int first, Words mx, Words my, Words a, Words b, Words ab, Words out) {
        Arguments.range("beaver", "first", first, 0, 1);
        elementwise(Kernel.BEAVER, k -> k.word(first), out, mx, my, a, b, ab);
    }

    @Override
    public void truncateOpened(int first, int f, Words c, Words shifted, Words top, Words out) {
        Arguments.range("truncateOpened", "first", first, 0, 1);
        Arguments.range("truncateOpened", "f", f, 1, 62);
        elementwise(Kernel.TRUNCATE_OPENED, k -> k.word(first).integer(f), out, c, shifted, top);
    }

    /** Every elementwise kernel takes (n, wide, its numbers, inputs, output). */
    private void elementwise(Kernel kernel, UnaryOperator<Kernels> numbers, Words out, Words... inputs) {
        CudaWords o = mine(out);
        long addresses = o.address();
        CudaWords[] in = new CudaWords[inputs.length];
        for (int i = 0; i < in.length; i++) {
            in[i] = mine(inputs[i]);
            Arguments.sameSize(kernel.symbol(), in[i], o);
            addresses |= in[i].address();
        }
        if (o.size() == 0) {
            return;
        }
        boolean wide = addresses % 16 == 0;
        queue.submit(() -> {
            Kernels arguments =
                    numbers.apply(state.kernels().with().word(o.size()).flag(wide));
            for (CudaWords words : in) {
                arguments.word(words.address());
            }
            arguments.word(o.address()).launchThreads(kernel, wide ? (o.size() + 1) / 2 : o.size());
            o.memory().written();
        });
    }

    // ---- words, by shape

    @Override
    public void gather(Words x, Strides view, Words out) {
        CudaWords a = mine(x);
        CudaWords o = mine(out);
        Arguments.gather(a, view, o);
        if (o.size() > 0) {
            submit(o, () -> state.shapes().gather(a, view, o));
        }
    }

    @Override
    public void sum(Words x, long outer, long axis, long inner, Words out) {
        CudaWords a = mine(x);
        CudaWords o = mine(out);
        Arguments.sum(a, outer, axis, inner, o);
        if (axis == 0) {
            fill(0, o);
        } else if (o.size() > 0) {
            submit(o, () -> state.shapes().sum(a, outer, axis, inner, o));
        }
    }

    @Override
    public void matmul(Words x, Words y, MatMulShape shape, boolean accumulate, Words out) {
        CudaWords a = mine(x);
        CudaWords b = mine(y);
        CudaWords o = mine(out);
        Arguments.matmul(a, b, shape, o);
        if (shape.k() > 0 && o.size() > 0) {
            submit(o, () -> state.products().multiply(a, b, shape, accumulate, o));
        } else if (!accumulate) {
            fill(0, o);
        }
    }

    private void submit(CudaWords out, Runnable launches) {
        queue.submit(() -> {
            launches.run();
            out.memory().written();
        });
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

    private void digits(Seed key, long nonce, int modulus, int offset, CudaBytes out) {
        if (out.size() > 0) {
            queue.submit(() -> {
                state.digits().digits(key, nonce, modulus, offset, out);
                out.memory().written();
            });
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
            queue.submit(() -> {
                state.digits().deal(words, s, o);
                o.memory().written();
            });
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
            queue.submit(() -> {
                state.digits().blind(first, opened, common, bits, s, u, o);
                o.memory().written();
            });
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
