package com.latticex.rosetta.cli.graph;

import com.latticex.rosetta.error.ConfigurationException;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.proto.DataType;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;

/** Between arrays of doubles and TensorFlow's tensors. */
final class Tensors {
    private Tensors() {}

    /** The numbers as a tensor of that type; the caller closes it. */
    static Tensor of(String placeholder, DataType type, Values values) {
        Shape shape =
                Shape.of(values.shape().stream().mapToLong(Long::longValue).toArray());
        double[] numbers = values.numbers();
        return switch (type) {
            case DT_DOUBLE -> TFloat64.tensorOf(shape, DataBuffers.of(numbers, true, false));
            case DT_FLOAT -> {
                float[] floats = new float[numbers.length];
                for (int i = 0; i < floats.length; i++) {
                    floats[i] = (float) numbers[i];
                }
                yield TFloat32.tensorOf(shape, DataBuffers.of(floats, true, false));
            }
            case DT_INT32 ->
                TInt32.tensorOf(
                        shape,
                        DataBuffers.of(
                                Arrays.stream(numbers).mapToInt(d -> (int) d).toArray()));
            case DT_INT64 ->
                TInt64.tensorOf(
                        shape,
                        DataBuffers.of(
                                Arrays.stream(numbers).mapToLong(d -> (long) d).toArray()));
            default ->
                throw new ConfigurationException("inputs." + placeholder + ": a placeholder of type " + type
                        + " cannot be fed by a job; float32, float64, int32 and int64 can");
        };
    }

    /** The tensor's numbers. */
    static Values values(String name, Tensor tensor) {
        List<Long> shape = Arrays.stream(tensor.shape().asArray()).boxed().toList();
        double[] numbers = new double[Math.toIntExact(tensor.shape().size())];
        switch (tensor) {
            case TFloat64 t -> t.copyTo(DataBuffers.of(numbers, false, false));
            case TFloat32 t -> {
                float[] floats = new float[numbers.length];
                t.copyTo(DataBuffers.of(floats, false, false));
                for (int i = 0; i < floats.length; i++) {
                    numbers[i] = floats[i];
                }
            }
            case TInt32 t -> {
                int[] ints = new int[numbers.length];
                t.copyTo(DataBuffers.of(ints, false, false));
                Arrays.setAll(numbers, i -> ints[i]);
            }
            case TInt64 t -> {
                long[] longs = new long[numbers.length];
                t.copyTo(DataBuffers.of(longs, false, false));
                Arrays.setAll(numbers, i -> longs[i]);
            }
            case TBool t -> {
                boolean[] bits = new boolean[numbers.length];
                t.copyTo(DataBuffers.of(bits, false, false));
                Arrays.setAll(numbers, i -> bits[i] ? 1 : 0);
            }
            default ->
                throw new ConfigurationException("output " + name + " is a tensor of type " + tensor.dataType()
                        + ", which a job cannot write; only numbers can be");
        }
        return new Values(shape, numbers);
    }
}
