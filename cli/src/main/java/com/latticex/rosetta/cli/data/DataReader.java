package com.latticex.rosetta.cli.data;

import com.latticex.rosetta.cli.job.Columns;
import com.latticex.rosetta.cli.job.Encoding;
import com.latticex.rosetta.error.ConfigurationException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads one owner's rows from a {@code .csv} or {@code .npy} file. */
public final class DataReader {
    private DataReader() {}

    /**
     * The chosen columns of every row.
     *
     * @throws ConfigurationException if the file is missing or malformed; names the file and place, never a value
     */
    public static Table read(Path file, Columns columns) {
        if (!Files.isRegularFile(file)) {
            throw new ConfigurationException(file + ": there is no such data file");
        }
        String name = file.getFileName().toString();
        if (name.endsWith(".csv")) {
            return CsvFile.read(file, columns);
        }
        if (name.endsWith(".npy")) {
            return npy(file, columns);
        }
        throw new ConfigurationException(file + ": data files end in .csv or .npy");
    }

    /**
     * What the owner does to its values before sharing them.
     *
     * @throws ConfigurationException if a value is not one that the encoding takes
     */
    public static Table encode(Path file, Table table, Encoding encoding) {
        if (encoding.sign()) {
            return sign(file, table);
        }
        return encoding.oneHot() > 0 ? oneHot(file, table, encoding.oneHot()) : table;
    }

    /**
     * Refuses values that the fixed-point numbers cannot hold.
     *
     * @param limit magnitudes must be below it
     */
    public static void requireBelow(Path file, Table table, double limit) {
        for (int i = 0; i < table.values().length; i++) {
            if (!(Math.abs(table.values()[i]) < limit)) {
                throw new ConfigurationException(place(file, table, i) + ": the value is too large for the job's"
                        + " fraction_bits (magnitudes below " + limit
                        + "); scale the column, or use fewer fraction bits");
            }
        }
    }

    private static Table npy(Path file, Columns columns) {
        NpyFile npy = NpyFile.read(file);
        if (npy.shape().isEmpty() || npy.shape().getFirst() == 0) {
            throw new ConfigurationException(file + ": the array has no rows; its first axis counts the rows");
        }
        int rows = npy.shape().getFirst();
        Table table = new Table(rows, npy.values().length / rows, npy.values());
        return switch (columns) {
            case Columns.All all -> table;
            case Columns.Named named ->
                throw new ConfigurationException(
                        file + ": columns of a .npy file have no names; use column_range instead of columns");
            case Columns.Range range -> {
                if (range.to() > table.width()) {
                    throw new ConfigurationException(file + ": column_range ends at " + range.to() + ", but a row has "
                            + table.width() + " numbers");
                }
                yield table.columns(range.from(), range.to());
            }
        };
    }

    private static Table sign(Path file, Table table) {
        double[] signs = new double[table.values().length];
        for (int i = 0; i < signs.length; i++) {
            double value = table.values()[i];
            if (value != 0 && value != 1) {
                throw new ConfigurationException(place(file, table, i) + ": sign: true takes 0 and 1 only");
            }
            signs[i] = 2 * value - 1;
        }
        return new Table(table.rows(), table.width(), signs);
    }

    private static Table oneHot(Path file, Table table, int classes) {
        if (table.width() != 1) {
            throw new ConfigurationException(
                    file + ": one_hot takes a single column, but " + table.width() + " are chosen");
        }
        double[] columns = new double[Table.size(file.toString(), table.rows(), classes)];
        for (int i = 0; i < table.rows(); i++) {
            double value = table.values()[i];
            if (value != Math.rint(value) || value < 0 || value >= classes) {
                throw new ConfigurationException(
                        place(file, table, i) + ": one_hot takes whole numbers from 0 to " + (classes - 1));
            }
            columns[i * classes + (int) value] = 1;
        }
        return new Table(table.rows(), classes, columns);
    }

    private static String place(Path file, Table table, int index) {
        return file + ", row " + (index / table.width() + 1) + " of the data, chosen column "
                + (index % table.width() + 1);
    }
}
