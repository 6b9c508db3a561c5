package com.latticex.rosetta.tensorflow.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import com.latticex.rosetta.error.ConfigurationException;
import com.latticex.rosetta.tensor.Plain;
import java.lang.foreign.MemorySegment;
import java.util.function.IntToDoubleFunction;
import org.tensorflow.proto.DataType;

/** Plain TensorFlow tensors as numbers, and back. */
final class PlainTensors {
    /** Above this not every whole number is a double. */
    private static final long EXACT = 1L << 53;

    private PlainTensors() {}

    static int bytesOf(DataType type) {
        return switch (type) {
            case DT_DOUBLE, DT_INT64, DT_UINT64 -> 8;
            case DT_FLOAT, DT_INT32, DT_UINT32 -> 4;
            case DT_HALF, DT_BFLOAT16, DT_INT16, DT_UINT16 -> 2;
            case DT_BOOL, DT_INT8, DT_UINT8 -> 1;
            default -> throw unsupported(type);
        };
    }

    /** @throws ConfigurationException if the type is not numeric or a whole number is too large to be exact; the number is not named */
    static double[] read(DataType type, MemorySegment data) {
        int size = Math.toIntExact(data.byteSize() / bytesOf(type));
        return switch (type) {
            case DT_DOUBLE -> data.toArray(JAVA_DOUBLE_UNALIGNED);
            case DT_FLOAT -> each(size, i -> data.getAtIndex(JAVA_FLOAT_UNALIGNED, i));
            case DT_INT32 -> each(size, i -> data.getAtIndex(JAVA_INT_UNALIGNED, i));
            case DT_INT64 -> each(size, i -> exact(data.getAtIndex(JAVA_LONG_UNALIGNED, i)));
            case DT_UINT64 -> each(size, i -> exactUnsigned(data.getAtIndex(JAVA_LONG_UNALIGNED, i)));
            case DT_UINT32 -> each(size, i -> Integer.toUnsignedLong(data.getAtIndex(JAVA_INT_UNALIGNED, i)));
            case DT_HALF -> each(size, i -> Float.float16ToFloat(data.getAtIndex(JAVA_SHORT_UNALIGNED, i)));
            case DT_BFLOAT16 -> each(size, i -> Float.intBitsToFloat(data.getAtIndex(JAVA_SHORT_UNALIGNED, i) << 16));
            case DT_INT16 -> each(size, i -> data.getAtIndex(JAVA_SHORT_UNALIGNED, i));
            case DT_UINT16 -> each(size, i -> Short.toUnsignedInt(data.getAtIndex(JAVA_SHORT_UNALIGNED, i)));
            case DT_UINT8 -> each(size, i -> Byte.toUnsignedInt(data.get(JAVA_BYTE, i)));
            case DT_BOOL, DT_INT8 -> each(size, i -> data.get(JAVA_BYTE, i));
            default -> throw unsupported(type);
        };
    }

    /** Where this party may not know the value: NaN, or 0 for types without it. */
    static void write(Plain value, DataType type, MemorySegment data) {
        int size = Math.toIntExact(value.shape().size());
        double[] values = value.isKnownHere() ? value.values() : unknown(size);
        for (int i = 0; i < size; i++) {
            switch (type) {
                case DT_DOUBLE -> data.setAtIndex(JAVA_DOUBLE_UNALIGNED, i, values[i]);
                case DT_FLOAT -> data.setAtIndex(JAVA_FLOAT_UNALIGNED, i, (float) values[i]);
                case DT_HALF -> data.setAtIndex(JAVA_SHORT_UNALIGNED, i, Float.floatToFloat16((float) values[i]));
                case DT_BFLOAT16 -> data.setAtIndex(JAVA_SHORT_UNALIGNED, i, bfloat16((float) values[i]));
                case DT_INT32, DT_UINT32 -> data.setAtIndex(JAVA_INT_UNALIGNED, i, (int) Math.round(values[i]));
                case DT_INT64, DT_UINT64 -> data.setAtIndex(JAVA_LONG_UNALIGNED, i, Math.round(values[i]));
                case DT_INT16, DT_UINT16 -> data.setAtIndex(JAVA_SHORT_UNALIGNED, i, (short) Math.round(values[i]));
                case DT_INT8, DT_UINT8 -> data.set(JAVA_BYTE, i, (byte) Math.round(values[i]));
                case DT_BOOL -> data.set(JAVA_BYTE, i, (byte) (values[i] > 0.5 ? 1 : 0));
                default -> throw unsupported(type);
            }
        }
    }

    private static double[] unknown(int size) {
        double[] values = new double[size];
        java.util.Arrays.fill(values, Double.NaN);
        return values;
    }

    private static double[] each(int size, IntToDoubleFunction element) {
        double[] values = new double[size];
        for (int i = 0; i < size; i++) {
            values[i] = element.applyAsDouble(i);
        }
        return values;
    }

    /** Rounded to the nearest, ties to even; NaN stays NaN. */
    private static short bfloat16(float value) {
        int bits = Float.floatToIntBits(value);
        return (short) (Float.isNaN(value) ? bits >> 16 : bits + 0x7fff + (bits >> 16 & 1) >> 16);
    }

    private static double exactUnsigned(long value) {
        return exact(value < 0 ? Long.MAX_VALUE : value);
    }

    private static double exact(long value) {
        if (value > EXACT || value < -EXACT) {
            throw new ConfigurationException("a whole number beyond 2^53 cannot take part in private computation");
        }
        return value;
    }

    private static ConfigurationException unsupported(DataType type) {
        return new ConfigurationException("tensors of type " + type
                + " cannot take part in private computation: use real numbers, whole numbers or bool");
    }
}
