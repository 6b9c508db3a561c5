package com.latticex.rosetta.cli.run;

import com.latticex.rosetta.cli.graph.Values;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What this party has seen in training so far: values by output and step. */
final class StepLog {
    /** Steps and values of one output. */
    record Seen(List<Integer> steps, List<Values> values) {}

    private final Map<String, Seen> outputs = new LinkedHashMap<>();

    void add(String output, int step, Values value) {
        Seen seen = outputs.computeIfAbsent(output, name -> new Seen(new ArrayList<>(), new ArrayList<>()));
        seen.steps.add(step);
        seen.values.add(value);
    }

    Map<String, Seen> outputs() {
        return outputs;
    }

    void writeTo(DataOutputStream out) throws IOException {
        out.writeInt(outputs.size());
        for (var output : outputs.entrySet()) {
            out.writeUTF(output.getKey());
            out.writeInt(output.getValue().steps.size());
            for (int i = 0; i < output.getValue().steps.size(); i++) {
                Values value = output.getValue().values.get(i);
                out.writeInt(output.getValue().steps.get(i));
                out.writeInt(value.shape().size());
                for (long extent : value.shape()) {
                    out.writeLong(extent);
                }
                for (double number : value.numbers()) {
                    out.writeDouble(number);
                }
            }
        }
    }

    /** Adds what was written. */
    void readFrom(DataInputStream in) throws IOException {
        int count = in.readInt();
        for (int output = 0; output < count; output++) {
            String name = in.readUTF();
            int times = in.readInt();
            for (int i = 0; i < times; i++) {
                int step = in.readInt();
                List<Long> shape = new ArrayList<>();
                int rank = in.readInt();
                for (int axis = 0; axis < rank; axis++) {
                    shape.add(in.readLong());
                }
                double[] numbers = new double[Math.toIntExact(shape.stream().reduce(1L, Math::multiplyExact))];
                for (int j = 0; j < numbers.length; j++) {
                    numbers[j] = in.readDouble();
                }
                add(name, step, new Values(shape, numbers));
            }
        }
    }
}
