package com.latticex.rosetta.cli.run;

import com.latticex.rosetta.cli.data.DataReader;
import com.latticex.rosetta.cli.data.Table;
import com.latticex.rosetta.cli.graph.Values;
import com.latticex.rosetta.cli.job.DataSet;
import com.latticex.rosetta.cli.job.Job;
import com.latticex.rosetta.cli.job.Part;
import com.latticex.rosetta.error.ConfigurationException;
import com.latticex.rosetta.party.Role;
import com.latticex.rosetta.tensor.FixedPoint;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rows that some owners have, read into memory; zeros stand for everybody else's. */
final class PartyData {
    /** One part of one input in one data set. */
    record Key(String input, int part, DataSet set) {}

    private final List<InputLayout> layouts;
    private final Map<String, Values> publicInputs;
    private final Map<Key, Table> tables;
    private final Map<Key, Table> raw;

    private PartyData(
            List<InputLayout> layouts, Map<String, Values> publicInputs, Map<Key, Table> tables, Map<Key, Table> raw) {
        this.layouts = layouts;
        this.publicInputs = publicInputs;
        this.tables = tables;
        this.raw = raw;
    }

    /**
     * Reads what these owners have, and nothing else.
     *
     * @throws ConfigurationException if a file is missing, malformed, or has other columns than the job says
     */
    static PartyData read(Job job, List<InputLayout> layouts, Set<Role> owners) {
        Map<Key, Table> tables = new LinkedHashMap<>();
        Map<Key, Table> raw = new HashMap<>();
        for (InputLayout layout : layouts) {
            for (int i = 0; i < layout.widths().size(); i++) {
                Part part = layout.input().parts().get(i);
                for (DataSet set : DataSet.values()) {
                    Path file = part.file(set);
                    if (file != null && job.uses(set) && owners.contains(Role.of(part.owner()))) {
                        Key key = new Key(layout.name(), i, set);
                        Table table = DataReader.read(file, part.columns());
                        raw.put(key, table);
                        tables.put(key, encode(job, layout, i, file, table));
                    }
                }
            }
        }
        Map<String, Values> publicInputs = new HashMap<>();
        job.inputs().forEach((name, input) -> {
            if (input.value() != null) {
                publicInputs.put(name, Values.scalar(input.value()));
            }
        });
        return new PartyData(layouts, publicInputs, tables, raw);
    }

    private static Table encode(Job job, InputLayout layout, int part, Path file, Table table) {
        Table encoded = DataReader.encode(file, table, layout.input().encoding());
        int width = layout.widths().get(part);
        if (encoded.width() != width) {
            throw new ConfigurationException(file + ": " + encoded.width() + " columns, but inputs." + layout.name()
                    + " needs " + width + " here; choose them with columns or column_range");
        }
        DataReader.requireBelow(file, encoded, new FixedPoint(job.fractionBits()).limit());
        return encoded;
    }

    /** Rows of everything read. */
    Map<Key, Integer> rows() {
        Map<Key, Integer> rows = new LinkedHashMap<>();
        tables.forEach((key, table) -> rows.put(key, table.rows()));
        return rows;
    }

    /** A hash of all training data this party has. Not to be told to anybody: small data can be guessed from it. */
    byte[] fingerprint() {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            tables.forEach((key, table) -> {
                if (key.set() == DataSet.TRAIN) {
                    sha.update((key.input() + "/" + key.part() + "/" + table.width()).getBytes(StandardCharsets.UTF_8));
                    ByteBuffer row = ByteBuffer.allocate(Double.BYTES * table.width());
                    double[] numbers = new double[table.width()];
                    for (int i = 0; i < table.rows(); i++) {
                        table.copyRows(new int[] {i}, numbers, numbers.length, 0);
                        row.clear().asDoubleBuffer().put(numbers);
                        sha.update(row.array());
                    }
                }
            });
            return sha.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** The truth as the file has it, before encoding. */
    Table label(String input) {
        Table table = raw.get(new Key(input, 0, DataSet.PREDICT));
        if (table == null) {
            throw new IllegalStateException("this party does not own the label " + input);
        }
        return table;
    }

    /**
     * What is fed for these rows; the same shapes at all parties.
     *
     * @throws ConfigurationException if the graph insists on another number of rows
     */
    Map<String, Values> feeds(DataSet set, int[] rows) {
        Map<String, Values> feeds = new LinkedHashMap<>(publicInputs);
        for (InputLayout layout : layouts) {
            if (!layout.input().has(set)) {
                continue;
            }
            if (layout.fixedRows() >= 0 && layout.fixedRows() != rows.length) {
                throw new ConfigurationException("inputs." + layout.name() + ": the graph takes exactly "
                        + layout.fixedRows() + " rows at a time, not " + rows.length
                        + "; set batch_size to that and see that the rows divide by it, or train with drop_last: true");
            }
            double[] numbers = new double[Math.multiplyExact(rows.length, layout.width())];
            for (int i = 0; i < layout.widths().size(); i++) {
                Table table = tables.get(new Key(layout.name(), i, set));
                if (table != null) {
                    table.copyRows(rows, numbers, layout.width(), layout.offset(i));
                }
            }
            List<Long> shape = new ArrayList<>();
            shape.add((long) rows.length);
            shape.addAll(layout.rowShape());
            feeds.put(layout.name(), new Values(shape, numbers));
        }
        return feeds;
    }
}
