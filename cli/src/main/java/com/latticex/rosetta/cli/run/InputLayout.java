package com.latticex.rosetta.cli.run;

import com.latticex.rosetta.cli.graph.Placeholder;
import com.latticex.rosetta.cli.job.Input;
import com.latticex.rosetta.cli.job.Job;
import com.latticex.rosetta.cli.job.Part;
import com.latticex.rosetta.error.ConfigurationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the owners' columns make up one private input. Known to every party without any data.
 *
 * @param name of the placeholder
 * @param input what the job says
 * @param widths columns of each part after encoding
 * @param rowShape shape of one row
 * @param fixedRows rows the graph insists on, or -1
 */
record InputLayout(String name, Input input, List<Integer> widths, List<Long> rowShape, long fixedRows) {
    /** All private inputs of a job; public ones are checked to be in the graph. */
    static List<InputLayout> all(Job job, Map<String, Placeholder> placeholders) {
        List<InputLayout> layouts = new ArrayList<>();
        job.inputs().forEach((name, input) -> {
            Placeholder placeholder = Placeholder.find(placeholders, name);
            if (input.isPrivate()) {
                layouts.add(of(placeholder, input));
            }
        });
        return layouts;
    }

    /**
     * Fits the job's columns to the graph's placeholder.
     *
     * @throws ConfigurationException if they do not fit, or if neither says how many columns there are
     */
    static InputLayout of(Placeholder placeholder, Input input) {
        String path = "inputs." + placeholder.name();
        @Nullable List<Long> rowShape = input.rowShape() != null ? input.rowShape() : placeholder.rowShape();
        List<Integer> widths = new ArrayList<>();
        for (Part part : input.parts()) {
            int width = part.width() == 0 && input.encoding().oneHot() == 0
                    ? 0
                    : input.encoding().width(part.width());
            if (width == 0 && rowShape != null && input.parts().size() == 1) {
                width = Math.toIntExact(size(rowShape));
            }
            if (width == 0) {
                throw new ConfigurationException(path + ": how many columns does party " + part.owner()
                        + " bring? Give columns, column_range or width");
            }
            widths.add(width);
        }
        int total = widths.stream().mapToInt(Integer::intValue).sum();
        if (rowShape == null) {
            rowShape = List.of((long) total);
        }
        if (size(rowShape) != total) {
            throw new ConfigurationException(path + ": the placeholder takes rows of shape " + rowShape + ", that is "
                    + size(rowShape) + " numbers, but the job names " + total + " columns");
        }
        if (widths.size() > 1 && rowShape.size() != 1) {
            throw new ConfigurationException(
                    path + ": parts can be put side by side only for a placeholder of rows and columns");
        }
        return new InputLayout(placeholder.name(), input, List.copyOf(widths), rowShape, placeholder.fixedRows());
    }

    int width() {
        return widths.stream().mapToInt(Integer::intValue).sum();
    }

    /** First column of a part. */
    int offset(int part) {
        return widths.subList(0, part).stream().mapToInt(Integer::intValue).sum();
    }

    private static long size(List<Long> shape) {
        return shape.stream().reduce(1L, Math::multiplyExact);
    }
}
