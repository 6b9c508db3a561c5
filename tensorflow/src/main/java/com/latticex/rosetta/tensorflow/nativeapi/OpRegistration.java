package com.latticex.rosetta.tensorflow.nativeapi;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;

import com.latticex.rosetta.error.ConfigurationException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.tensorflow.TensorFlow;

/**
 * Adds operations and their kernels to TensorFlow, for the life of the process. TensorFlow aborts the process when a name is registered
 * twice, so this refuses to.
 */
final class OpRegistration {
    private static final MethodHandle NEW_OPERATION =
            KernelLibrary.function("TF_NewOpDefinitionBuilder", ADDRESS, ADDRESS);
    private static final MethodHandle ADD_INPUT =
            KernelLibrary.procedure("TF_OpDefinitionBuilderAddInput", ADDRESS, ADDRESS);
    private static final MethodHandle ADD_OUTPUT =
            KernelLibrary.procedure("TF_OpDefinitionBuilderAddOutput", ADDRESS, ADDRESS);
    private static final MethodHandle ADD_ATTRIBUTE =
            KernelLibrary.procedure("TF_OpDefinitionBuilderAddAttr", ADDRESS, ADDRESS);
    private static final MethodHandle SET_STATEFUL =
            KernelLibrary.procedure("TF_OpDefinitionBuilderSetIsStateful", ADDRESS, JAVA_BOOLEAN);
    private static final MethodHandle SET_SHAPE_FUNCTION =
            KernelLibrary.procedure("TF_OpDefinitionBuilderSetShapeInferenceFunction", ADDRESS, ADDRESS);
    private static final MethodHandle REGISTER_OPERATION =
            KernelLibrary.procedure("TF_RegisterOpDefinition", ADDRESS, ADDRESS);
    private static final MethodHandle NEW_KERNEL =
            KernelLibrary.function("TF_NewAsyncKernelBuilder", ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
    private static final MethodHandle REGISTER_KERNEL =
            KernelLibrary.procedure("TF_RegisterKernelBuilder", ADDRESS, ADDRESS, ADDRESS);

    /** Has the signature of a shape function itself, so TensorFlow calls it directly. */
    private static final MemorySegment UNKNOWN_SHAPES =
            KernelLibrary.address("TF_ShapeInferenceContextSetUnknownShape");

    private static final Set<String> REGISTERED = new HashSet<>();

    private OpRegistration() {}

    /** Registers what is not registered yet. The lock is TensorFlow's class, of which a process has one. */
    @SuppressWarnings("LockOnNonEnclosingClassLiteral")
    static void register(List<OpDefinition> operations, KernelFactory kernels) {
        synchronized (TensorFlow.class) {
            for (OpDefinition operation : operations) {
                if (REGISTERED.contains(operation.name())) {
                    continue;
                }
                if (RegisteredOps.find(operation.name()).isPresent()) {
                    throw new ConfigurationException("TensorFlow already has an operation " + operation.name()
                            + ", registered by another library or class loader of this process; load Rosetta once");
                }
                register(operation, kernels);
                REGISTERED.add(operation.name());
            }
        }
    }

    private static void register(OpDefinition operation, KernelFactory kernels) {
        // TensorFlow keeps some of these strings: they live as long as the process, once per operation.
        Arena arena = Arena.global();
        NativeStatus status = new NativeStatus();
        MemorySegment name = arena.allocateFrom(operation.name());
        try {
            MemorySegment builder = (MemorySegment) NEW_OPERATION.invokeExact(name);
            for (String attribute : operation.attributes()) {
                ADD_ATTRIBUTE.invokeExact(builder, arena.allocateFrom(attribute));
            }
            for (String input : operation.inputs()) {
                ADD_INPUT.invokeExact(builder, arena.allocateFrom(input));
            }
            for (String output : operation.outputs()) {
                ADD_OUTPUT.invokeExact(builder, arena.allocateFrom(output));
            }
            SET_STATEFUL.invokeExact(builder, true);
            SET_SHAPE_FUNCTION.invokeExact(builder, UNKNOWN_SHAPES);
            REGISTER_OPERATION.invokeExact(builder, status.handle());
            status.check();
            KernelTable.add(operation.name(), kernels);
            MemorySegment kernel = (MemorySegment) NEW_KERNEL.invokeExact(
                    name, arena.allocateFrom("CPU"), KernelTable.CREATE, KernelTable.COMPUTE, KernelTable.DELETE);
            REGISTER_KERNEL.invokeExact(arena.allocateFrom(operation.name() + "Java"), kernel, status.handle());
            status.check();
        } catch (Throwable t) {
            throw KernelLibrary.unexpected(t);
        }
    }
}
