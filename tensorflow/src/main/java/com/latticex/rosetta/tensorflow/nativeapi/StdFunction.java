package com.latticex.rosetta.tensorflow.nativeapi;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import com.latticex.rosetta.error.ConfigurationException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * libstdc++'s {@code std::function<void()>}: 16 bytes of functor (or a pointer to it), the address of its manager
 * {@code bool(destination, source, operation)}, the address of its invoker.
 */
final class StdFunction {
    static final long BYTES = 32;

    private static final long MANAGER = 16;
    private static final long INVOKER = 24;
    private static final int GET_FUNCTOR = 1;
    private static final int DESTROY = 3;

    private static final MethodHandle MANAGE =
            KernelLibrary.LINKER.downcallHandle(FunctionDescriptor.of(JAVA_BOOLEAN, ADDRESS, ADDRESS, JAVA_INT));

    private StdFunction() {}

    /** The move constructor: afterwards the source is empty, and its destructor does nothing. */
    static void move(MemorySegment source, MemorySegment target) {
        MemorySegment.copy(source, 0, target, 0, BYTES);
        source.asSlice(MANAGER, BYTES - MANAGER).fill((byte) 0);
    }

    /** The destructor. */
    static void destroy(MemorySegment function) {
        try {
            MemorySegment manager = function.get(ADDRESS, MANAGER);
            if (manager.address() != 0) {
                boolean _ = (boolean) MANAGE.invokeExact(manager, function, function, DESTROY);
            }
        } catch (Throwable t) {
            throw KernelLibrary.unexpected(t);
        }
    }

    /**
     * Checks that memory holds such a function, before anything relies on it: manager and invoker are code of TensorFlow's library, and the
     * manager, asked for the functor, answers with the functor's place.
     */
    static void checkLayout(MemorySegment function) {
        MemorySegment manager = function.get(ADDRESS, MANAGER);
        MemorySegment invoker = function.get(ADDRESS, INVOKER);
        if (!isTensorFlowCode(manager) || !isTensorFlowCode(invoker)) {
            throw unknownLayout();
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment answer = arena.allocate(16, 16);
            boolean _ = (boolean) MANAGE.invokeExact(manager, answer, function, GET_FUNCTOR);
            long functor = answer.get(ADDRESS, 0).address();
            if (functor != function.address()
                    && functor != function.get(ADDRESS, 0).address()) {
                throw unknownLayout();
            }
        } catch (Throwable t) {
            throw KernelLibrary.unexpected(t);
        }
    }

    private static boolean isTensorFlowCode(MemorySegment address) {
        MethodHandle dladdr = KernelLibrary.LINKER.downcallHandle(
                KernelLibrary.LINKER.defaultLookup().findOrThrow("dladdr"),
                FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment information = arena.allocate(4 * ADDRESS.byteSize(), 8);
            if ((int) dladdr.invokeExact(address, information) == 0) {
                return false;
            }
            return information
                    .get(ADDRESS, 0)
                    .reinterpret(Long.MAX_VALUE)
                    .getString(0)
                    .contains("libtensorflow");
        } catch (Throwable t) {
            throw KernelLibrary.unexpected(t);
        }
    }

    private static ConfigurationException unknownLayout() {
        return new ConfigurationException(
                "this build of TensorFlow does not use libstdc++'s std::function, on which Rosetta's asynchronous "
                        + "kernels rely; use tensorflow-core-native 1.1.0 for Linux x86-64");
    }
}
