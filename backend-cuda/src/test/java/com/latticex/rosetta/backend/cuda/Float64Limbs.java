package com.latticex.rosetta.backend.cuda;

import static jcuda.driver.JCudaDriver.cuMemAlloc;
import static jcuda.driver.JCudaDriver.cuMemFree;
import static jcuda.driver.JCudaDriver.cuStreamSynchronize;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Optional;
import jcuda.driver.CUstream;
import org.jspecify.annotations.Nullable;

/**
 * The way of CrypTen (Knott et al., NeurIPS 2021): a word is four limbs of 16 bits, and the ten limb products that count
 * modulo 2^64 are float64 products of cuBLAS. Only those ten calls are timed, not the splitting and joining, so the figure
 * is an upper bound of that method. Needs libcublas; cuBLAS runs on the default stream and is waited for.
 */
final class Float64Limbs implements AutoCloseable {
    private static final int PRODUCTS = 10;
    private static final AddressLayout ADDRESS = ValueLayout.ADDRESS;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final CUstream DEFAULT_STREAM = new CUstream();

    private final Queue queue;
    private final Arena arena = Arena.ofShared();
    private final @Nullable MethodHandle gemm;
    private final @Nullable MethodHandle destroy;
    private final MemorySegment handle;
    private final MemorySegment one;
    private final DeviceAddress memory = new DeviceAddress();
    private long side;

    private Float64Limbs(Queue queue, Optional<SymbolLookup> library) {
        this.queue = queue;
        one = arena.allocateFrom(ValueLayout.JAVA_DOUBLE, 1.0);
        MemorySegment place = arena.allocate(ADDRESS);
        if (library.isPresent()) {
            SymbolLookup symbols = library.get();
            Linker linker = Linker.nativeLinker();
            gemm = linker.downcallHandle(
                    symbols.findOrThrow("cublasDgemm_v2"),
                    FunctionDescriptor.of(
                            INT, ADDRESS, INT, INT, INT, INT, INT, ADDRESS, ADDRESS, INT, ADDRESS, INT, ADDRESS,
                            ADDRESS, INT));
            destroy =
                    linker.downcallHandle(symbols.findOrThrow("cublasDestroy_v2"), FunctionDescriptor.of(INT, ADDRESS));
            MethodHandle create =
                    linker.downcallHandle(symbols.findOrThrow("cublasCreate_v2"), FunctionDescriptor.of(INT, ADDRESS));
            queue.submit(() -> call(create, place));
        } else {
            gemm = null;
            destroy = null;
        }
        handle = place.get(ADDRESS, 0);
    }

    static Float64Limbs open(Queue queue) {
        return new Float64Limbs(
                queue,
                List.of("libcublas.so.13", "libcublas.so.12").stream()
                        .flatMap(name -> find(name).stream())
                        .findFirst());
    }

    private static Optional<SymbolLookup> find(String library) {
        try {
            return Optional.of(SymbolLookup.libraryLookup(library, Arena.global()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    boolean available() {
        return gemm != null;
    }

    String description() {
        return available() ? "ten products of cuBLAS" : "not measured, libcublas is not installed";
    }

    void multiply(int size) {
        MethodHandle product = gemm;
        if (product == null) {
            throw new IllegalStateException("libcublas is not installed");
        }
        queue.submit(() -> {
            reserve(size);
            MemorySegment x = MemorySegment.ofAddress(memory.value());
            MemorySegment y = MemorySegment.ofAddress(memory.value() + 8L * size * size);
            MemorySegment out = MemorySegment.ofAddress(memory.value() + 16L * size * size);
            for (int i = 0; i < PRODUCTS; i++) {
                call(product, handle, 0, 0, size, size, size, one, x, size, y, size, one, out, size);
            }
            queue.check(cuStreamSynchronize(DEFAULT_STREAM), "waiting for cuBLAS");
        });
    }

    private void reserve(long size) {
        if (side != size) {
            if (side > 0) {
                cuMemFree(memory);
            }
            queue.check(cuMemAlloc(memory, 24 * size * size), "allocating limbs");
            side = size;
        }
    }

    private static void call(MethodHandle function, Object... arguments) {
        try {
            int code = (int) function.invokeWithArguments(arguments);
            if (code != 0) {
                throw new AssertionError("cuBLAS answered " + code);
            }
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        queue.submit(() -> {
            if (side > 0) {
                cuMemFree(memory);
            }
            MethodHandle end = destroy;
            if (end != null) {
                call(end, handle);
            }
        });
        arena.close();
    }
}
