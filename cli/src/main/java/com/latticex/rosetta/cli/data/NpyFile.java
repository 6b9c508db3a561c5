package com.latticex.rosetta.cli.data;

import com.latticex.rosetta.error.ConfigurationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/**
 * An array in NumPy's format (NEP 1), versions 1.0 to 3.0, C order, of {@code f4 f8 i4 i8 u1}, little endian.
 */
public final class NpyFile {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

    private final List<Integer> shape;
    private final double[] values;

    private NpyFile(List<Integer> shape, double[] values) {
        this.shape = List.copyOf(shape);
        this.values = values;
    }

    /** Extents; empty for a scalar. */
    public List<Integer> shape() {
        return shape;
    }

    /** In row-major order; not a copy. */
    public double[] values() {
        return values;
    }

    /**
     * Reads a whole file.
     *
     * @throws ConfigurationException if it is missing, damaged, of another element type, or has a value that is not finite
     */
    public static NpyFile read(Path file) {
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer start = readFully(channel, 12, file);
            for (byte b : MAGIC) {
                if (start.get() != b) {
                    throw damaged(file, "it does not begin like a .npy file");
                }
            }
            int version = start.get();
            start.get();
            long length = version == 1 ? Short.toUnsignedInt(start.getShort()) : Integer.toUnsignedLong(start.getInt());
            int offset = version == 1 ? 10 : 12;
            if (version < 1 || version > 3 || length > 1 << 16 || offset + length > channel.size()) {
                throw damaged(file, "its header has an unknown version or a wrong length");
            }
            channel.position(offset);
            byte[] text = new byte[(int) length];
            readFully(channel, text.length, file).get(text);
            NpyHeader header = NpyHeader.parse(file, new String(text, StandardCharsets.UTF_8));
            return new NpyFile(header.shape(), values(file, channel, header));
        } catch (IOException e) {
            throw new ConfigurationException(file + ": the data file cannot be read: " + reason(e), e);
        }
    }

    /** Writes an array of float64. */
    public static void write(Path file, List<Integer> shape, double[] values) {
        String extents = shape.stream().map(e -> e + ",").collect(Collectors.joining(" ", "(", ")"));
        String header = "{'descr': '<f8', 'fortran_order': False, 'shape': " + extents + ", }";
        // The header ends in a newline and pads the data to a multiple of 64 bytes.
        int padded = (10 + header.length() + 1 + 63) / 64 * 64 - 10;
        ByteBuffer out = ByteBuffer.allocate(10 + padded + 8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        out.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) padded);
        out.put((header + " ".repeat(padded - header.length() - 1) + "\n").getBytes(StandardCharsets.US_ASCII));
        out.asDoubleBuffer().put(values);
        try {
            Files.write(file, out.array());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double[] values(Path file, FileChannel channel, NpyHeader header) throws IOException {
        long expected = header.size() * (long) header.type().bytes;
        long present = channel.size() - channel.position();
        if (present != expected) {
            throw damaged(file, "its header promises " + expected + " bytes of data, but there are " + present);
        }
        double[] values = new double[header.size()];
        int perChunk = 8192;
        for (int at = 0; at < values.length; at += perChunk) {
            int count = Math.min(perChunk, values.length - at);
            ByteBuffer chunk = readFully(channel, count * header.type().bytes, file);
            IntFunction<Double> element = header.type().reader(chunk);
            for (int i = 0; i < count; i++) {
                values[at + i] = element.apply(i);
                if (!Double.isFinite(values[at + i])) {
                    throw new ConfigurationException(file + ": element " + (at + i) + " (of " + values.length
                            + ", row by row) is NaN or infinite; only finite numbers can be shared");
                }
            }
        }
        return values;
    }

    private static ByteBuffer readFully(FileChannel channel, int count, Path file) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw damaged(file, "it ends too early");
            }
        }
        return buffer.flip();
    }

    private static String reason(IOException e) {
        return e instanceof java.nio.file.NoSuchFileException
                ? "there is no such file"
                : String.valueOf(e.getMessage());
    }

    static ConfigurationException damaged(Path file, String why) {
        return new ConfigurationException(file + ": not a usable .npy file: " + why);
    }

    @Override
    public String toString() {
        return "NpyFile" + shape;
    }
}
