package com.latticex.rosetta.tensorflow.pass;

import com.google.protobuf.ByteString;
import com.latticex.rosetta.error.ConfigurationException;
import com.latticex.rosetta.tensor.FixedPoint;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/** Reads and checks constants as GraphDefs carry them: packed bytes, or a list whose last value repeats. */
final class Constants {
    /** A constant takes no more than this when expanded, 1 GiB. */
    static final long LARGEST_BYTES = 1L << 30;

    private Constants() {}

    /** What is wrong with a constant's form, if anything. */
    static Optional<String> defect(TensorProto tensor) {
        long elements = 1;
        for (TensorShapeProto.Dim dim : tensor.getTensorShape().getDimList()) {
            if (dim.getSize() < 0) {
                return Optional.of("a constant of unknown shape");
            }
            try {
                elements = Math.multiplyExact(elements, dim.getSize());
            } catch (ArithmeticException e) {
                return Optional.of("too large: its shape has more than 2^63 elements");
            }
        }
        int width = width(tensor.getDtype());
        if (width > 0 && elements > LARGEST_BYTES / width) {
            return Optional.of(
                    "too large: " + elements + " elements in a constant (limit " + LARGEST_BYTES + " bytes)");
        }
        long packed = tensor.getTensorContent().size();
        if (packed > 0 && width > 0 && packed != elements * width) {
            return Optional.of("a constant of " + elements + " elements whose content has " + packed + " bytes, not "
                    + elements * width);
        }
        int listed = listed(tensor);
        if (listed > elements) {
            return Optional.of("a constant of " + elements + " elements that lists " + listed + " values");
        }
        return Optional.empty();
    }

    /** Why the values cannot be encoded as fixed-point numbers, if so. The values themselves are not named. */
    static Optional<String> unfit(TensorProto tensor, FixedPoint fixedPoint) {
        DoubleStream values = distinct(tensor);
        if (values == null) {
            return Optional.empty();
        }
        double worst = values.map(v -> Double.isFinite(v) ? Math.abs(v) : Double.NaN)
                .reduce(0, (a, b) -> Double.isNaN(a) || Double.isNaN(b) ? Double.NaN : Math.max(a, b));
        if (Double.isNaN(worst)) {
            return Optional.of("a constant that is NaN or infinite meets private values");
        }
        if (worst >= fixedPoint.limit()) {
            return Optional.of(String.format(
                    java.util.Locale.ROOT,
                    "a constant of magnitude %.3g meets private values; with %d fraction bits they must stay below %.3g",
                    worst,
                    fixedPoint.fractionBits(),
                    fixedPoint.limit()));
        }
        return Optional.empty();
    }

    /** The value all elements have, if they have one and are numbers. */
    static Optional<Double> splat(TensorProto tensor) {
        DoubleStream values = distinct(tensor);
        if (values == null) {
            return Optional.empty();
        }
        double[] found = values.distinct().limit(2).toArray();
        return found.length == 1 ? Optional.of(found[0]) : Optional.empty();
    }

    /** All values of a constant of numbers, the last one repeated as often as needed. */
    static Optional<double[]> numbers(TensorProto tensor, long elements) {
        DoubleStream values = distinct(tensor);
        if (values == null) {
            return Optional.empty();
        }
        double[] found = values.limit(elements).toArray();
        double[] all = java.util.Arrays.copyOf(found, Math.toIntExact(elements));
        java.util.Arrays.fill(all, found.length, all.length, found.length == 0 ? 0 : found[found.length - 1]);
        return Optional.of(all);
    }

    /** The strings of a string constant. */
    static List<String> strings(TensorProto tensor) {
        if (tensor.getDtype() != DataType.DT_STRING
                || !tensor.getTensorContent().isEmpty()) {
            throw new ConfigurationException("expected a constant list of strings");
        }
        return tensor.getStringValList().stream().map(ByteString::toStringUtf8).toList();
    }

    /** All values that occur; null where the type is not a number's. */
    private static @Nullable DoubleStream distinct(TensorProto tensor) {
        ByteString content = tensor.getTensorContent();
        int width = width(tensor.getDtype());
        if (!content.isEmpty() && width > 0) {
            ByteBuffer bytes = content.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
            return IntStream.range(0, content.size() / width).mapToDouble(i -> read(tensor.getDtype(), bytes, i));
        }
        DoubleStream listed = listedValues(tensor);
        return listed == null || listed(tensor) > 0 ? listed : DoubleStream.of(0);
    }

    private static double read(DataType type, ByteBuffer bytes, int i) {
        return switch (type) {
            case DT_FLOAT -> bytes.getFloat(4 * i);
            case DT_DOUBLE -> bytes.getDouble(8 * i);
            case DT_HALF -> Float.float16ToFloat(bytes.getShort(2 * i));
            case DT_BFLOAT16 -> Float.intBitsToFloat(bytes.getShort(2 * i) << 16);
            case DT_INT64 -> (double) bytes.getLong(8 * i);
            case DT_UINT64 -> unsigned(bytes.getLong(8 * i));
            case DT_INT32 -> bytes.getInt(4 * i);
            case DT_UINT32 -> Integer.toUnsignedLong(bytes.getInt(4 * i));
            case DT_INT16 -> bytes.getShort(2 * i);
            case DT_UINT16 -> Short.toUnsignedInt(bytes.getShort(2 * i));
            case DT_INT8 -> bytes.get(i);
            case DT_UINT8, DT_BOOL -> Byte.toUnsignedInt(bytes.get(i));
            default -> throw new IllegalArgumentException(type.name());
        };
    }

    private static @Nullable DoubleStream listedValues(TensorProto t) {
        return switch (t.getDtype()) {
            case DT_FLOAT -> stream(t.getFloatValCount(), t::getFloatVal);
            case DT_DOUBLE -> stream(t.getDoubleValCount(), t::getDoubleVal);
            case DT_HALF -> stream(t.getHalfValCount(), i -> Float.float16ToFloat((short) t.getHalfVal(i)));
            case DT_BFLOAT16 -> stream(t.getHalfValCount(), i -> Float.intBitsToFloat(t.getHalfVal(i) << 16));
            case DT_INT64 -> stream(t.getInt64ValCount(), t::getInt64Val);
            case DT_UINT64 -> stream(t.getUint64ValCount(), i -> unsigned(t.getUint64Val(i)));
            case DT_UINT32 -> stream(t.getUint32ValCount(), i -> Integer.toUnsignedLong(t.getUint32Val(i)));
            case DT_INT32, DT_INT16, DT_UINT16, DT_INT8, DT_UINT8 -> stream(t.getIntValCount(), t::getIntVal);
            case DT_BOOL -> stream(t.getBoolValCount(), i -> t.getBoolVal(i) ? 1.0 : 0.0);
            default -> null;
        };
    }

    private static int listed(TensorProto t) {
        return t.getFloatValCount()
                + t.getDoubleValCount()
                + t.getHalfValCount()
                + t.getInt64ValCount()
                + t.getUint64ValCount()
                + t.getUint32ValCount()
                + t.getIntValCount()
                + t.getBoolValCount()
                + t.getStringValCount();
    }

    private static DoubleStream stream(int count, IntFunction<? extends Number> value) {
        return IntStream.range(0, count).mapToDouble(i -> value.apply(i).doubleValue());
    }

    private static double unsigned(long v) {
        return v >= 0 ? v : (v >>> 1) * 2.0;
    }

    private static int width(DataType type) {
        return switch (type) {
            case DT_DOUBLE, DT_INT64, DT_UINT64 -> 8;
            case DT_FLOAT, DT_INT32, DT_UINT32 -> 4;
            case DT_HALF, DT_BFLOAT16, DT_INT16, DT_UINT16 -> 2;
            case DT_INT8, DT_UINT8, DT_BOOL -> 1;
            default -> 0;
        };
    }
}
