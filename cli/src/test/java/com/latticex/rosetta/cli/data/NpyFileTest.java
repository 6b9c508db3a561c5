package com.latticex.rosetta.cli.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.latticex.rosetta.cli.job.Columns;
import com.latticex.rosetta.error.ConfigurationException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpyFileTest {
    @TempDir
    Path folder;

    @Test
    void writesWhatItReads() {
        Path file = folder.resolve("a.npy");
        for (List<Integer> shape :
                List.of(List.<Integer>of(), List.of(3), List.of(2, 3), List.of(2, 0), List.of(1, 1, 4))) {
            int size = shape.stream().reduce(1, (a, b) -> a * b);
            double[] values = new double[size];
            for (int i = 0; i < size; i++) {
                values[i] = i - 0.25;
            }
            NpyFile.write(file, shape, values);
            NpyFile read = NpyFile.read(file);
            assertThat(read.shape()).isEqualTo(shape);
            assertThat(read.values()).containsExactly(values);
        }
    }

    @ParameterizedTest
    @CsvSource({"<f4,4", "<f8,8", "<i4,4", "<i8,8", "|u1,1"})
    void readsEachElementType(String type, int bytes) throws IOException {
        ByteBuffer data = ByteBuffer.allocate(2 * bytes).order(ByteOrder.LITTLE_ENDIAN);
        switch (type) {
            case "<f4" -> data.putFloat(1).putFloat(200);
            case "<f8" -> data.putDouble(1).putDouble(200);
            case "<i4" -> data.putInt(1).putInt(200);
            case "<i8" -> data.putLong(1).putLong(200);
            default -> data.put((byte) 1).put((byte) 200);
        }
        Path file = write("{'descr': '" + type + "', 'fortran_order': False, 'shape': (2,), }", data.array());
        assertThat(NpyFile.read(file).values()).containsExactly(1, 200);
    }

    @Test
    void takesColumnsOfAMatrix() {
        Path file = folder.resolve("m.npy");
        NpyFile.write(file, List.of(2, 3), new double[] {1, 2, 3, 4, 5, 6});
        assertThat(DataReader.read(file, new Columns.Range(1, 3)).values()).containsExactly(2, 3, 5, 6);
        assertThatThrownBy(() -> DataReader.read(file, new Columns.Range(1, 4)))
                .hasMessageContaining("column_range ends at 4");
        assertThatThrownBy(() -> DataReader.read(file, new Columns.Named(List.of("a"))))
                .hasMessageContaining("have no names");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "{'descr': '<f8', 'fortran_order': False, 'shape': (2,), } # 8 # promises 16 bytes",
                "{'descr': '<f8', 'fortran_order': False, 'shape': (2,), } # 24 # promises 16 bytes",
                "{'descr': '<c16', 'fortran_order': False, 'shape': (1,), } # 16 # element type is <c16",
                "{'descr': '>f8', 'fortran_order': False, 'shape': (1,), } # 8 # element type is >f8",
                "{'descr': '|O', 'fortran_order': False, 'shape': (1,), } # 8 # cannot be understood",
                "{'descr': '<f8', 'fortran_order': True, 'shape': (1, 1), } # 8 # Fortran order",
                "{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999,), } # 8 # out of bounds",
                "{'descr': '<f8', 'fortran_order': False, 'shape': (99999, 99999), } # 8 # more than",
                "{'descr': '<f8'} # 8 # cannot be understood",
            })
    void refusesWithTheReason(String header, int dataBytes, String message) throws IOException {
        Path file = write(header, new byte[dataBytes]);
        assertThatThrownBy(() -> NpyFile.read(file))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(message)
                .hasMessageContaining("x.npy");
    }

    @Test
    void refusesWhatIsNotFinite() throws IOException {
        ByteBuffer data = ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putDouble(1)
                .putDouble(Double.NaN);
        Path file = write("{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }", data.array());
        assertThatThrownBy(() -> NpyFile.read(file)).hasMessageContaining("element 1");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void anyBytesAreAnArrayOrAConfigurationError(long seed) throws IOException {
        System.out.println("seed " + seed);
        Path file = folder.resolve("good.npy");
        NpyFile.write(file, List.of(3, 2), new double[] {1, 2, 3, 4, 5, 6});
        Fuzz.mutations(Files.readAllBytes(file), seed, 400, bytes -> NpyFile.read(Files.write(file, bytes)));
    }

    private Path write(String header, byte[] data) throws IOException {
        byte[] text = (header + "\n").getBytes(StandardCharsets.US_ASCII);
        ByteBuffer file = ByteBuffer.allocate(10 + text.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
        file.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}).putShort((short) text.length);
        file.put(text).put(data);
        return Files.write(folder.resolve("x.npy"), file.array());
    }
}
