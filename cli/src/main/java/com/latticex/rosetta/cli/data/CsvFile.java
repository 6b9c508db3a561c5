package com.latticex.rosetta.cli.data;

import com.latticex.rosetta.cli.job.Columns;
import com.latticex.rosetta.cli.job.Nearest;
import com.latticex.rosetta.error.ConfigurationException;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Reads columns of numbers from a CSV in UTF-8 with a header line (RFC 4180).
 *
 * <p>Strict: a file that is not exactly that is refused, with line and column. A field's text is never repeated in a message.
 */
final class CsvFile {
    /** Some spreadsheets begin a file with it. (FastCSV's own detection loses files of three bytes.) */
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private CsvFile() {}

    static Table read(Path file, Columns columns) {
        try (CsvReader<CsvRecord> csv = CsvReader.builder()
                .skipEmptyLines(true)
                .allowExtraFields(true)
                .allowMissingFields(true)
                .ofCsvRecord(file)) {
            Iterator<CsvRecord> records = csv.iterator();
            if (!records.hasNext()) {
                throw new ConfigurationException(
                        file + ": the file is empty; a header line with column names is needed");
            }
            List<String> header = header(file, records.next());
            return rows(file, header, select(file, header, columns), records);
        } catch (CsvParseException e) {
            throw new ConfigurationException(file + ": not a valid CSV: check the quotes and the line lengths", e);
        } catch (UncheckedIOException e) {
            throw unreadable(file, e);
        } catch (IOException e) {
            throw unreadable(file, new UncheckedIOException(e));
        }
    }

    private static List<String> header(Path file, CsvRecord first) {
        List<String> names = first.getFields().stream()
                .map(name -> name.replace(BYTE_ORDER_MARK, "").strip())
                .toList();
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!seen.add(name)) {
                throw new ConfigurationException(
                        file + ", line 1: the header names the column \"" + name + "\" twice; rename one of them");
            }
        }
        return names;
    }

    private static int[] select(Path file, List<String> header, Columns columns) {
        return switch (columns) {
            case Columns.Named named ->
                named.names().stream().mapToInt(n -> find(file, header, n)).toArray();
            case Columns.Range range -> {
                if (range.to() > header.size()) {
                    throw new ConfigurationException(file + ": column_range ends at " + range.to()
                            + ", but the file has " + header.size() + " columns");
                }
                yield IntStream.range(range.from(), range.to()).toArray();
            }
            case Columns.All all -> IntStream.range(0, header.size()).toArray();
        };
    }

    private static int find(Path file, List<String> header, String name) {
        int at = header.indexOf(name);
        if (at < 0) {
            throw new ConfigurationException(
                    file + ": there is no column \"" + name + "\"" + Nearest.suggest(name, header));
        }
        return at;
    }

    private static Table rows(Path file, List<String> header, int[] columns, Iterator<CsvRecord> records) {
        double[] values = new double[1024 * columns.length];
        int size = 0;
        int rows = 0;
        while (records.hasNext()) {
            CsvRecord row = records.next();
            if (row.getFieldCount() != header.size()) {
                throw new ConfigurationException(file + ", line " + row.getStartingLineNumber() + ": "
                        + row.getFieldCount() + " fields, but the header has " + header.size());
            }
            if (size + columns.length > values.length) {
                int grown = (int) Math.min(Table.MOST, 2L * values.length);
                values = Arrays.copyOf(values, Math.max(grown, Table.size(file.toString(), rows + 1L, columns.length)));
            }
            for (int column : columns) {
                values[size++] = number(file, row, header.get(column), row.getField(column));
            }
            rows++;
        }
        if (rows == 0) {
            throw new ConfigurationException(file + ": there is a header but no row of data");
        }
        return new Table(rows, columns.length, Arrays.copyOf(values, size));
    }

    private static double number(Path file, CsvRecord row, String column, String field) {
        String text = field.strip();
        String fault = "not a number";
        if (text.isEmpty()) {
            fault = "empty";
        } else if (text.chars().allMatch(c -> (c >= '0' && c <= '9') || "+-.eE".indexOf(c) >= 0)) {
            // This excludes what else Double.parseDouble takes: NaN, Infinity, hexadecimal, 1f and 1d.
            try {
                double value = Double.parseDouble(text);
                if (Double.isFinite(value)) {
                    return value;
                }
                fault = "too large a number";
            } catch (NumberFormatException e) {
                fault = "not a number";
            }
        }
        throw new ConfigurationException(file + ", line " + row.getStartingLineNumber() + ", column \"" + column
                + "\": the field is " + fault + "; a plain decimal number is needed");
    }

    private static ConfigurationException unreadable(Path file, UncheckedIOException e) {
        String why = e.getCause() instanceof MalformedInputException ? "it is not UTF-8 text" : e.getMessage() + "";
        return new ConfigurationException(file + ": the data file cannot be read: " + why, e);
    }
}
