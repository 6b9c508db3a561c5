package com.latticex.rosetta.tensorflow.nativeapi;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import com.latticex.rosetta.tensor.Shape;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import org.tensorflow.proto.DataType;

/**
 * An operand of a kernel call: a view of TensorFlow's own memory, without a copy. Read only; dead once closed or once
 * the call completes.
 */
public final class InputTensor implements AutoCloseable {
    private static final MethodHandle TYPE = KernelLibrary.leafFunction("TF_TensorType", JAVA_INT, ADDRESS);
    private static final MethodHandle RANK = KernelLibrary.leafFunction("TF_NumDims", JAVA_INT, ADDRESS);
    private static final MethodHandle EXTENT = KernelLibrary.leafFunction("TF_Dim", JAVA_LONG, ADDRESS, JAVA_INT);
    private static final MethodHandle DATA = KernelLibrary.leafFunction("TF_TensorData", ADDRESS, ADDRESS);
    private static final MethodHandle BYTES = KernelLibrary.leafFunction("TF_TensorByteSize", JAVA_LONG, ADDRESS);
    private static final MethodHandle DELETE = KernelLibrary.procedure("TF_DeleteTensor", ADDRESS);

    /** TensorFlow gives empty tensors a data address of any alignment. */
    private static final MemorySegment EMPTY = Arena.global().allocate(8, 8).asSlice(0, 0);

    private final MemorySegment handle;
    private final DataType type;
    private final Shape shape;
    private final MemorySegment data;

    /** Takes ownership of a {@code TF_Tensor}. */
    InputTensor(MemorySegment handle) {
        this.handle = handle;
        try {
            type = DataType.forNumber((int) TYPE.invokeExact(handle));
            long[] extents = new long[(int) RANK.invokeExact(handle)];
            for (int i = 0; i < extents.length; i++) {
                extents[i] = (long) EXTENT.invokeExact(handle, i);
            }
            shape = Shape.of(extents);
            data = data(handle);
        } catch (Throwable t) {
            throw KernelLibrary.unexpected(t);
        }
    }

    static MemorySegment data(MemorySegment tensor) {
        try {
            long bytes = (long) BYTES.invokeExact(tensor);
            return bytes == 0 ? EMPTY : ((MemorySegment) DATA.invokeExact(tensor)).reinterpret(bytes);
        } catch (Throwable t) {
            throw KernelLibrary.unexpected(t);
        }
    }

    static void delete(MemorySegment tensor) {
        try {
            DELETE.invokeExact(tensor);
        } catch (Throwable t) {
            throw KernelLibrary.unexpected(t);
        }
    }

    public DataType type() {
        return type;
    }

    public Shape shape() {
        return shape;
    }

    /** The elements in row-major order, native byte order. */
    public MemorySegment data() {
        return data;
    }

    @Override
    public void close() {
        delete(handle);
    }

    @Override
    public String toString() {
        return type + shape.toString();
    }
}
