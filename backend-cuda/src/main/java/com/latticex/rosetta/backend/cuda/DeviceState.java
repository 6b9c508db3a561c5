package com.latticex.rosetta.backend.cuda;

import com.latticex.rosetta.backend.Trigonometry;
import com.latticex.rosetta.backend.cuda.Kernels.Kernel;
import java.lang.foreign.MemorySegment;

/** What a backend holds on the device: kernels, memory, transfers. Built and closed inside the queue's lock. */
final class DeviceState {
    /** At most this part of the device's memory keeps byte planes. */
    private static final int PLANES_FRACTION = 16;

    private final Kernels kernels;
    private final MemoryPool pool;
    private final Staging staging;
    private final BytePlanes planes;
    private final MatrixProduct products;
    private final Shapes shapes;
    private final Digits digits;
    private final Bits bits;
    private final MemoryPool.Block tables;

    DeviceState(Queue queue, GemmPolicy policy, long memoryBytes) {
        kernels = new Kernels(queue, FatBinary.load());
        pool = new MemoryPool(queue);
        staging = openStaging(queue, kernels);
        planes = new BytePlanes(kernels, pool, memoryBytes / PLANES_FRACTION);
        pool.onShortage(planes::clear);
        products = new MatrixProduct(queue, kernels, planes, policy);
        shapes = new Shapes(queue, kernels);
        digits = new Digits(kernels);
        bits = new Bits(kernels);
        try {
            MemorySegment trigonometry = MemorySegment.ofArray(Trigonometry.tables());
            tables = pool.take(trigonometry.byteSize());
            staging.upload(trigonometry, tables.address());
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private static Staging openStaging(Queue queue, Kernels kernels) {
        try {
            return new Staging(queue);
        } catch (RuntimeException e) {
            kernels.close();
            throw e;
        }
    }

    Kernels kernels() {
        return kernels;
    }

    MemoryPool pool() {
        return pool;
    }

    Staging staging() {
        return staging;
    }

    BytePlanes planes() {
        return planes;
    }

    MatrixProduct products() {
        return products;
    }

    Shapes shapes() {
        return shapes;
    }

    Digits digits() {
        return digits;
    }

    Bits bits() {
        return bits;
    }

    void harmonics(CudaWords x, int bits, int step, int count, CudaWords cos, CudaWords sin) {
        kernels.with()
                .word(x.size())
                .integer(bits)
                .integer(step)
                .integer(count)
                .word(Trigonometry.TURN)
                .word(tables.address().value())
                .word(x.address())
                .word(cos.address())
                .word(sin.address())
                .launchThreads(Kernel.HARMONICS, x.size());
    }

    void close() {
        staging.close();
        pool.close();
        kernels.close();
    }
}
