package com.latticex.rosetta.tensorflow.nativeapi;

import static java.lang.foreign.ValueLayout.ADDRESS;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.tensorflow.TensorFlow;

/** Finds functions of the TensorFlow library that JavaCPP has loaded, and makes stubs it can call back. */
final class KernelLibrary {
    static final Linker LINKER = Linker.nativeLinker();

    private static final SymbolLookup LIBRARY = load();

    private KernelLibrary() {}

    private static SymbolLookup load() {
        UnpackedLibraries unpacked = UnpackedLibraries.in(NativeFolder.use());
        unpacked.use();
        TensorFlow.version();
        unpacked.remember();
        // The dynamic linker knows both by their SONAME: this finds the loaded images, not other files.
        return SymbolLookup.libraryLookup("libtensorflow_framework.so.2", Arena.global())
                .or(SymbolLookup.libraryLookup("libtensorflow_cc.so.2", Arena.global()));
    }

    static MemorySegment address(String name) {
        return LIBRARY.find(name)
                .orElseThrow(() -> new UnsatisfiedLinkError("TensorFlow " + TensorFlow.version() + " has no " + name));
    }

    static MethodHandle function(String name, MemoryLayout result, MemoryLayout... parameters) {
        return LINKER.downcallHandle(address(name), FunctionDescriptor.of(result, parameters));
    }

    static MethodHandle procedure(String name, MemoryLayout... parameters) {
        return LINKER.downcallHandle(address(name), FunctionDescriptor.ofVoid(parameters));
    }

    /** A function that is short and neither blocks nor calls back: called without a thread transition. */
    static MethodHandle leafFunction(String name, MemoryLayout result, MemoryLayout... parameters) {
        return LINKER.downcallHandle(
                address(name), FunctionDescriptor.of(result, parameters), Linker.Option.critical(false));
    }

    static MethodHandle leafProcedure(String name, MemoryLayout... parameters) {
        return LINKER.downcallHandle(
                address(name), FunctionDescriptor.ofVoid(parameters), Linker.Option.critical(false));
    }

    /** A native function that calls a static Java method; lives as long as the process. The method must catch everything it throws. */
    static MemorySegment callback(MethodHandles.Lookup owner, String method, boolean returnsAddress, int addresses) {
        MemoryLayout[] layouts = new MemoryLayout[addresses];
        java.util.Arrays.fill(layouts, ADDRESS);
        FunctionDescriptor descriptor =
                returnsAddress ? FunctionDescriptor.of(ADDRESS, layouts) : FunctionDescriptor.ofVoid(layouts);
        MethodType type = descriptor.toMethodType();
        try {
            return LINKER.upcallStub(owner.findStatic(owner.lookupClass(), method, type), descriptor, Arena.global());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** For the catch clauses around {@code invokeExact}: the handles themselves throw nothing checked. */
    static RuntimeException unexpected(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        return failure instanceof RuntimeException runtime ? runtime : new IllegalStateException(failure);
    }
}
