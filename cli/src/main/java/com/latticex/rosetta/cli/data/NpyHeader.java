package com.latticex.rosetta.cli.data;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The Python dictionary at the head of a .npy file, as NumPy writes it. */
record NpyHeader(Type type, List<Integer> shape, int size) {
    /** Element types, little endian. */
    enum Type {
        F4(4),
        F8(8),
        I4(4),
        I8(8),
        U1(1);

        final int bytes;

        Type(int bytes) {
            this.bytes = bytes;
        }

        IntFunction<Double> reader(ByteBuffer chunk) {
            return switch (this) {
                case F4 -> i -> (double) chunk.getFloat(4 * i);
                case F8 -> i -> chunk.getDouble(8 * i);
                case I4 -> i -> (double) chunk.getInt(4 * i);
                case I8 -> i -> (double) chunk.getLong(8 * i);
                case U1 -> i -> (double) (chunk.get(i) & 0xff);
            };
        }
    }

    private static final Pattern DESCRIPTION = Pattern.compile("'descr':\\s*'([<|=>]?[a-zA-Z]\\d+)'");
    private static final Pattern ORDER = Pattern.compile("'fortran_order':\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape':\\s*\\(([\\d,\\sL]*)\\)");

    static NpyHeader parse(Path file, String text) {
        String description = group(file, DESCRIPTION, text);
        Type type = switch (description) {
            case "<f4" -> Type.F4;
            case "<f8" -> Type.F8;
            case "<i4" -> Type.I4;
            case "<i8" -> Type.I8;
            case "|u1", "<u1" -> Type.U1;
            default ->
                throw NpyFile.damaged(
                        file,
                        "its element type is " + description + "; f4, f8, i4, i8 or u1, little endian, is needed");
        };
        List<Integer> shape = shape(file, group(file, SHAPE, text));
        if (group(file, ORDER, text).equals("True") && shape.size() > 1) {
            throw NpyFile.damaged(file, "it is in Fortran order; save numpy.ascontiguousarray(x)");
        }
        long size = 1;
        for (int extent : shape) {
            size = Table.size(file.toString(), size, extent);
        }
        return new NpyHeader(type, shape, (int) size);
    }

    private static List<Integer> shape(Path file, String text) {
        List<Integer> shape = new ArrayList<>();
        for (String extent : text.replace("L", "").split(",")) {
            String digits = extent.strip();
            if (!digits.isEmpty()) {
                if (!digits.matches("\\d{1,9}")) {
                    throw NpyFile.damaged(file, "its shape is out of bounds");
                }
                shape.add(Integer.parseInt(digits));
            }
        }
        if (shape.size() > 16) {
            throw NpyFile.damaged(file, "it has more than 16 axes");
        }
        return shape;
    }

    private static String group(Path file, Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw NpyFile.damaged(file, "its header cannot be understood");
        }
        return matcher.group(1);
    }
}
