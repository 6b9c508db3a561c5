package com.latticex.rosetta.backend.cuda;

import com.latticex.rosetta.backend.Arguments;
import com.latticex.rosetta.backend.DeviceInfo;
import com.latticex.rosetta.backend.MatMulShape;
import com.latticex.rosetta.backend.Strides;
import com.latticex.rosetta.backend.Windows2d;
import com.latticex.rosetta.backend.Words;
import com.latticex.rosetta.backend.cuda.Kernels.Kernel;
import java.util.function.UnaryOperator;

/** The side of the backend that computes on words: elementwise and by shape. */
abstract sealed class CudaArithmetic extends CudaMemory permits CudaBackend {
    CudaArithmetic(DeviceInfo device, GemmPolicy policy) {
        super(device, policy);
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
    public void xor(Words x, Words y, Words out) {
        elementwise(Kernel.XOR, k -> k, out, x, y);
    }

    @Override
    public void and(Words x, Words y, Words out) {
        elementwise(Kernel.AND_WORDS, k -> k, out, x, y);
    }

    @Override
    public void conjoin(int first, Words mx, Words my, Words a, Words b, Words ab, Words out) {
        Arguments.range("conjoin", "first", first, 0, 1);
        elementwise(Kernel.CONJOIN, k -> k.word(-first), out, mx, my, a, b, ab);
    }

    @Override
    public void scale(Words x, Words k, Words out) {
        elementwise(Kernel.SCALE, a -> a, out, x, k);
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

    @Override
    public void unfold(Words x, Windows2d shape, Words out) {
        CudaWords a = mine(x);
        CudaWords o = mine(out);
        Arguments.unfold(a, shape, o);
        if (o.size() > 0) {
            submit(o, () -> state.shapes().unfold(a, shape, o));
        }
    }

    @Override
    public void fold(Words unfolded, Windows2d shape, boolean accumulate, Words out) {
        CudaWords a = mine(unfolded);
        CudaWords o = mine(out);
        Arguments.fold(a, shape, o);
        if (o.size() > 0) {
            submit(o, () -> state.shapes().fold(a, shape, accumulate, o));
        }
    }

    final void submit(CudaWords out, Runnable launches) {
        queue.submit(() -> {
            launches.run();
            out.memory().written();
        });
    }
}
