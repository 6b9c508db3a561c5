package com.latticex.rosetta.backend.cuda;

import static jcuda.driver.JCudaDriver.cuFuncSetAttribute;
import static jcuda.driver.JCudaDriver.cuLaunchKernel;
import static jcuda.driver.JCudaDriver.cuModuleGetFunction;
import static jcuda.driver.JCudaDriver.cuModuleLoadData;
import static jcuda.driver.JCudaDriver.cuModuleUnload;

import com.latticex.rosetta.error.DeviceException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import jcuda.Pointer;
import jcuda.driver.CUfunction;
import jcuda.driver.CUfunction_attribute;
import jcuda.driver.CUmodule;
import jcuda.driver.CUresult;

/** The loaded kernels and the arguments of the next launch. Used inside the queue's lock only. */
final class Kernels {
    /** Threads a block and dynamic shared memory of each kernel, as in its source. */
    enum Kernel {
        FILL(256),
        ADD(256),
        SUBTRACT(256),
        MULTIPLY(256),
        AFFINE(256),
        MULTIPLY_ADD(256),
        SHIFT_RIGHT(256),
        AND(256),
        XOR(256),
        AND_WORDS(256),
        CONJOIN(256),
        SCALE(256),
        BEAVER(256),
        TRUNCATE_OPENED(256),
        GATHER(256),
        TRANSPOSE(256),
        SUM_COLUMNS(256),
        SUM_ROWS(256),
        UNFOLD(256),
        FOLD(256),
        GEMM_WORDS(256),
        SPLIT_BYTES(256),
        GEMM_BYTES(256, 3 * 2 * 16_384),
        MATVEC_ROWS(256),
        MATVEC_COLUMNS(256),
        RANDOM(256),
        DIGITS(128),
        DEAL_DIGITS(256),
        BLIND_DIGITS(256),
        ANY_ZERO(256),
        PACK_DIGITS(256),
        UNPACK_DIGITS(256),
        DEAL_BLOCKS(256),
        COMPARE_BLOCKS(256),
        EXPAND_BITS(256),
        HARMONICS(256);

        final int threads;
        final int dynamicShared;

        Kernel(int threads) {
            this(threads, 0);
        }

        Kernel(int threads, int dynamicShared) {
            this.threads = threads;
            this.dynamicShared = dynamicShared;
        }

        String symbol() {
            return "ring_" + name().toLowerCase(Locale.ROOT);
        }
    }

    /** What drivers answer to machine code or PTX of a compiler newer than they are. */
    private static final Set<Integer> REFUSALS = Set.of(
            CUresult.CUDA_ERROR_INVALID_IMAGE,
            CUresult.CUDA_ERROR_NO_BINARY_FOR_GPU,
            CUresult.CUDA_ERROR_INVALID_PTX,
            CUresult.CUDA_ERROR_UNSUPPORTED_PTX_VERSION,
            CUresult.CUDA_ERROR_INVALID_SOURCE);

    private static final int SLOTS = 64;
    private static final int MAX_GRID_X = Integer.MAX_VALUE;
    private static final int MAX_GRID_YZ = 65_535;

    private final Queue queue;
    private final CUmodule module = new CUmodule();
    private final Map<Kernel, CUfunction> functions = new EnumMap<>(Kernel.class);
    private final ByteBuffer arguments = ByteBuffer.allocateDirect(8 * SLOTS).order(ByteOrder.nativeOrder());
    private final Pointer[] slots = new Pointer[SLOTS];
    private final Pointer[] parameters = new Pointer[SLOTS];
    private int parameterCount;

    /** Loads the module; the queue's context is bound. */
    Kernels(Queue queue, FatBinary binary) {
        this.queue = queue;
        Pointer base = Pointer.to(arguments);
        Arrays.setAll(slots, i -> base.withByteOffset(8L * i));
        load(binary);
        try {
            for (Kernel kernel : Kernel.values()) {
                functions.put(kernel, find(kernel));
            }
        } catch (RuntimeException e) {
            cuModuleUnload(module);
            throw e;
        }
    }

    private void load(FatBinary binary) {
        int code = cuModuleLoadData(module, binary.image());
        if (REFUSALS.contains(code)) {
            code = cuModuleLoadData(module, binary.ptx());
        }
        queue.check(code, "loading the kernels");
    }

    private CUfunction find(Kernel kernel) {
        CUfunction function = new CUfunction();
        queue.check(cuModuleGetFunction(function, module, kernel.symbol()), "looking for kernel " + kernel.symbol());
        if (kernel.dynamicShared > 0) {
            queue.check(
                    cuFuncSetAttribute(
                            function,
                            CUfunction_attribute.CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES,
                            kernel.dynamicShared),
                    "reserving shared memory for " + kernel.symbol());
        }
        return function;
    }

    /** Starts the arguments of a launch; the methods below append one parameter each, in the kernel's order. */
    Kernels with() {
        arguments.clear();
        parameterCount = 0;
        return this;
    }

    Kernels word(long value) {
        return words(value);
    }

    Kernels integer(int value) {
        return words(value);
    }

    Kernels flag(boolean value) {
        return words(value ? 1 : 0);
    }

    /** One parameter of several words: a struct. */
    Kernels words(long... values) {
        parameters[parameterCount++] = slots[arguments.position() / 8];
        for (long value : values) {
            arguments.putLong(value);
        }
        return this;
    }

    /** Launches enough blocks for the threads, or as many as keep the device busy: the kernels stride over the rest. */
    void launchThreads(Kernel kernel, long threads) {
        long blocks = (threads + kernel.threads - 1) / kernel.threads;
        long enough = (long) queue.multiprocessors() * (2048 / kernel.threads) * 2;
        launch(kernel, Math.min(blocks, enough), 1, 1);
    }

    void launch(Kernel kernel, long x, long y, long z) {
        checkGrid(kernel, x, y, z);
        int code = cuLaunchKernel(
                functions.get(kernel),
                (int) x,
                (int) y,
                (int) z,
                kernel.threads,
                1,
                1,
                kernel.dynamicShared,
                queue.stream(),
                Pointer.to(Arrays.copyOf(parameters, parameterCount)),
                null);
        queue.check(code, "launching " + kernel.symbol());
    }

    static void checkGrid(Kernel kernel, long x, long y, long z) {
        if (x > MAX_GRID_X || y > MAX_GRID_YZ || z > MAX_GRID_YZ) {
            throw new DeviceException(kernel.symbol() + " would need " + x + " x " + y + " x " + z
                    + " blocks, more than a launch can have; use smaller tensors");
        }
    }

    /** Overwrites the arguments: after a launch that carried a key. */
    void wipe() {
        for (int i = 0; i < SLOTS; i++) {
            arguments.putLong(8 * i, 0);
        }
    }

    void close() {
        cuModuleUnload(module);
    }
}
