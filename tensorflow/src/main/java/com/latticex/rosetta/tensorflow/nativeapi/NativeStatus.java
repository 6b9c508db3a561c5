package com.latticex.rosetta.tensorflow.nativeapi;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** A {@code TF_Status} that lives as long as the process; used by one thread at a time. */
final class NativeStatus {
    private static final int OK = 0;
    private static final int INTERNAL = 13;
    private static final int LONGEST_MESSAGE = 4096;

    private static final MethodHandle NEW = KernelLibrary.function("TF_NewStatus", ADDRESS);
    private static final MethodHandle SET = KernelLibrary.procedure("TF_SetStatus", ADDRESS, JAVA_INT, ADDRESS);
    private static final MethodHandle CODE = KernelLibrary.leafFunction("TF_GetCode", JAVA_INT, ADDRESS);
    private static final MethodHandle MESSAGE = KernelLibrary.function("TF_Message", ADDRESS, ADDRESS);

    private final MemorySegment handle;

    NativeStatus() {
        try {
            handle = (MemorySegment) NEW.invokeExact();
        } catch (Throwable t) {
            throw KernelLibrary.unexpected(t);
        }
    }

    MemorySegment handle() {
        return handle;
    }

    boolean isOk() {
        try {
            return (int) CODE.invokeExact(handle) == OK;
        } catch (Throwable t) {
            throw KernelLibrary.unexpected(t);
        }
    }

    /** Throws what the last call reported, and clears it. */
    void check() {
        if (isOk()) {
            return;
        }
        try {
            String message = ((MemorySegment) MESSAGE.invokeExact(handle))
                    .reinterpret(Long.MAX_VALUE)
                    .getString(0);
            clear();
            throw new IllegalStateException("TensorFlow: " + message);
        } catch (Throwable t) {
            throw KernelLibrary.unexpected(t);
        }
    }

    void setError(String message) {
        set(INTERNAL, message);
    }

    void clear() {
        set(OK, "");
    }

    private void set(int code, String message) {
        String text = message.length() > LONGEST_MESSAGE ? message.substring(0, LONGEST_MESSAGE) + "..." : message;
        try (Arena arena = Arena.ofConfined()) {
            SET.invokeExact(handle, code, arena.allocateFrom(text.replace('\0', ' ')));
        } catch (Throwable t) {
            throw KernelLibrary.unexpected(t);
        }
    }
}
