package com.latticex.rosetta.tensorflow.nativeapi;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import com.latticex.rosetta.error.ConfigurationException;
import com.latticex.rosetta.tensor.Shape;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import org.tensorflow.proto.DataType;

/** One call of a kernel: its operands, its results, its place inside while loops. Used by one thread at a time. */
public final class KernelContext {
    private static final MethodHandle INPUTS = KernelLibrary.leafFunction("TF_NumInputs", JAVA_INT, ADDRESS);
    private static final MethodHandle OUTPUTS = KernelLibrary.leafFunction("TF_NumOutputs", JAVA_INT, ADDRESS);
    private static final MethodHandle INPUT =
            KernelLibrary.leafProcedure("TF_GetInput", ADDRESS, JAVA_INT, ADDRESS, ADDRESS);
    private static final MethodHandle ALLOCATE = KernelLibrary.function(
            "TF_AllocateOutput", ADDRESS, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_LONG, ADDRESS);
    private static final MethodHandle EXPECTED =
            KernelLibrary.leafFunction("TF_ExpectedOutputDataType", JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle FRAME = KernelLibrary.leafFunction("TF_GetFrameId", JAVA_LONG, ADDRESS);
    private static final MethodHandle ITERATION = KernelLibrary.leafFunction("TF_GetIterId", JAVA_LONG, ADDRESS);
    private static final MethodHandle FAILURE = KernelLibrary.procedure("TF_OpKernelContext_Failure", ADDRESS, ADDRESS);

    private final MemorySegment context;
    private final CallSlot slot;

    KernelContext(MemorySegment context, CallSlot slot) {
        this.context = context;
        this.slot = slot;
    }

    public int inputs() {
        try {
            return (int) INPUTS.invokeExact(context);
        } catch (Throwable t) {
            throw KernelLibrary.unexpected(t);
        }
    }

    public int outputs() {
        try {
            return (int) OUTPUTS.invokeExact(context);
        } catch (Throwable t) {
            throw KernelLibrary.unexpected(t);
        }
    }

    /** An operand, which the caller closes. */
    public InputTensor input(int index) {
        try {
            INPUT.invokeExact(context, index, slot.pointer(), slot.status().handle());
        } catch (Throwable t) {
            throw KernelLibrary.unexpected(t);
        }
        slot.status().check();
        return new InputTensor(slot.pointer().get(ADDRESS, 0));
    }

    /** The element type the graph declares for a result. */
    public DataType outputType(int index) {
        try {
            return DataType.forNumber((int) EXPECTED.invokeExact(context, index));
        } catch (Throwable t) {
            throw KernelLibrary.unexpected(t);
        }
    }

    /**
     * Memory of a result, content undefined, to be filled before the call completes.
     *
     * @param bytes of the whole tensor
     */
    public MemorySegment allocate(int index, DataType type, Shape shape, long bytes) {
        int rank = shape.rank();
        if (rank > CallSlot.MAX_RANK) {
            throw new ConfigurationException(
                    "a result of rank " + rank + ": at most " + CallSlot.MAX_RANK + " is supported");
        }
        for (int i = 0; i < rank; i++) {
            slot.extents().setAtIndex(JAVA_LONG, i, shape.extent(i));
        }
        MemorySegment tensor;
        try {
            tensor = (MemorySegment) ALLOCATE.invokeExact(
                    context,
                    index,
                    type.getNumber(),
                    slot.extents(),
                    rank,
                    bytes,
                    slot.status().handle());
        } catch (Throwable t) {
            throw KernelLibrary.unexpected(t);
        }
        slot.status().check();
        MemorySegment data = InputTensor.data(tensor);
        // The handle is a second reference; TensorFlow keeps the memory as the result.
        InputTensor.delete(tensor);
        return data;
    }

    /** Identifies the while loop (and the iterations of loops around it); 0 outside loops. The same at all parties. */
    public long frame() {
        try {
            return (long) FRAME.invokeExact(context);
        } catch (Throwable t) {
            throw KernelLibrary.unexpected(t);
        }
    }

    /** Iteration of the innermost while loop. */
    public long iteration() {
        try {
            return (long) ITERATION.invokeExact(context);
        } catch (Throwable t) {
            throw KernelLibrary.unexpected(t);
        }
    }

    /** Makes the call, and with it {@code Session.run}, fail with this message. */
    void fail(String message) {
        slot.status().setError(message);
        try {
            FAILURE.invokeExact(context, slot.status().handle());
        } catch (Throwable t) {
            throw KernelLibrary.unexpected(t);
        } finally {
            slot.status().clear();
        }
    }
}
