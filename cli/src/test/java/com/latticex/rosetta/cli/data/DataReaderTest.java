package com.latticex.rosetta.cli.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.latticex.rosetta.cli.job.Columns;
import com.latticex.rosetta.error.ConfigurationException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataReaderTest {
    @TempDir
    Path folder;

    @Test
    void readsColumnsByNameInTheOrderAsked() throws IOException {
        Table table =
                csv("\uFEFFa, b ,\"c,d\"\r\n1,2.5,3e2\r\n\n-4,.5,\"6\"\n", new Columns.Named(List.of("c,d", "a")));
        assertThat(table.rows()).isEqualTo(2);
        assertThat(table.values()).containsExactly(300, 1, 6, -4);
    }

    @Test
    void readsColumnsByRange() throws IOException {
        assertThat(csv("a,b,c\n1,2,3\n4,5,6\n", new Columns.Range(1, 3)).values())
                .containsExactly(2, 3, 5, 6);
        assertThat(csv("a,b\n1,2\n", new Columns.All()).values()).containsExactly(1, 2);
    }

    @Test
    void growsWithTheFile() throws IOException {
        StringBuilder text = new StringBuilder("a\n");
        for (int i = 0; i < 5000; i++) {
            text.append(i).append('\n');
        }
        Table table = csv(text.toString(), new Columns.All());
        assertThat(table.rows()).isEqualTo(5000);
        assertThat(table.values()[4999]).isEqualTo(4999);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | the file is empty",
                "'a,b' | a header but no row",
                "'a,a\n1,2' | names the column \"a\" twice",
                "'a,c\n1,2' | there is no column \"b\"",
                "'a,b\n1,2\n3' | line 3: 1 fields, but the header has 2",
                "'a,b\n1,2,3' | line 2: 3 fields, but the header has 2",
                "'a,b\n1,x77' | line 2, column \"b\": the field is not a number",
                "'a,b\n1,' | line 2, column \"b\": the field is empty",
                "'a,b\n1,NaN' | column \"b\": the field is not a number",
                "'a,b\n1,Infinity' | column \"b\": the field is not a number",
                "'a,b\n1,1e999' | column \"b\": the field is too large a number",
                "'a,b\n1,0x77' | column \"b\": the field is not a number",
                "'a,b\n1,77f' | column \"b\": the field is not a number",
                "'a,b\n1,7-7' | column \"b\": the field is not a number",
            })
    void namesLineAndColumnButNoValue(String text, String message) {
        assertThatThrownBy(() -> csv(text, new Columns.Named(List.of("a", "b"))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith(folder.resolve("data.csv").toString())
                .extracting(e -> String.valueOf(e.getMessage())
                        .substring(folder.toString().length()))
                .asString()
                .contains(message)
                .doesNotContain("77");
    }

    @Test
    void refusesWhatIsNotThere() throws IOException {
        assertThatThrownBy(() -> DataReader.read(folder.resolve("none.csv"), new Columns.All()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("there is no such data file");
        assertThatThrownBy(() -> csv("a\n1\n", new Columns.Range(0, 2)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("column_range ends at 2, but the file has 1 columns");
        Files.write(folder.resolve("latin.csv"), "gr\u00f6\u00dfe\n1\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() ->
                        DataReader.read(folder.resolve("latin.csv"), new Columns.Named(List.of("gr\u00f6\u00dfe"))))
                .isInstanceOf(ConfigurationException.class);
    }

    @Test
    void encodesSignsAndClasses() {
        Table bits = new Table(3, 1, new double[] {0, 1, 1});
        Path file = Path.of("f.csv");
        assertThat(DataReader.encode(file, bits, job("sign: true")).values()).containsExactly(-1, 1, 1);
        assertThat(DataReader.encode(file, bits, job("one_hot: 2")).values()).containsExactly(1, 0, 0, 1, 0, 1);
        Table wrong = new Table(2, 1, new double[] {0, 2});
        assertThatThrownBy(() -> DataReader.encode(file, wrong, job("sign: true")))
                .hasMessageContaining("row 2 of the data, chosen column 1");
        assertThatThrownBy(() -> DataReader.encode(file, wrong, job("one_hot: 2")))
                .hasMessageContaining("whole numbers from 0 to 1");
    }

    @Test
    void refusesWhatTheFixedPointNumbersCannotHold() {
        Table table = new Table(2, 2, new double[] {1, 2, 3, 987654});
        DataReader.requireBelow(Path.of("f.csv"), table, 987655);
        assertThatThrownBy(() -> DataReader.requireBelow(Path.of("f.csv"), table, 987654))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("row 2 of the data, chosen column 2");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void anyBytesAreDataOrAConfigurationError(long seed) throws IOException {
        System.out.println("seed " + seed);
        Fuzz.mutations("a,b\n1,\"2\"\n3,4e1\n".getBytes(StandardCharsets.UTF_8), seed, 400, bytes -> {
            Files.write(folder.resolve("data.csv"), bytes);
            return DataReader.read(folder.resolve("data.csv"), new Columns.All());
        });
    }

    private Table csv(String text, Columns columns) throws IOException {
        return DataReader.read(Files.writeString(folder.resolve("data.csv"), text), columns);
    }

    private static com.latticex.rosetta.cli.job.Encoding job(String encoding) {
        return encoding.startsWith("sign")
                ? new com.latticex.rosetta.cli.job.Encoding(true, 0)
                : new com.latticex.rosetta.cli.job.Encoding(false, 2);
    }
}
