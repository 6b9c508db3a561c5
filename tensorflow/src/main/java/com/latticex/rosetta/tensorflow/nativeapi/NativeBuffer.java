package com.latticex.rosetta.tensorflow.nativeapi;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * A {@code TF_Buffer} that this process owns: data, length, deallocator.
 *
 * @param handle address of the buffer
 */
record NativeBuffer(MemorySegment handle) implements AutoCloseable {
    private static final MethodHandle DELETE = KernelLibrary.procedure("TF_DeleteBuffer", ADDRESS);

    /** A copy of the data. */
    byte[] bytes() {
        MemorySegment fields = handle.reinterpret(3 * ADDRESS.byteSize());
        return fields.get(ADDRESS, 0)
                .reinterpret(fields.get(JAVA_LONG, ADDRESS.byteSize()))
                .toArray(JAVA_BYTE);
    }

    @Override
    public void close() {
        try {
            DELETE.invokeExact(handle);
        } catch (Throwable t) {
            throw KernelLibrary.unexpected(t);
        }
    }
}
