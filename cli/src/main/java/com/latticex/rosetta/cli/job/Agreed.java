package com.latticex.rosetta.cli.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The settings of a job that must be the same at all parties: all but local paths, addresses and waiting times. */
public final class Agreed {
    private Agreed() {}

    /** Each setting in one canonical text, by its key. */
    public static Map<String, String> settings(Job job) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("name", job.name());
        settings.put("initialize", String.valueOf(job.initialize()));
        job.inputs().forEach((name, input) -> settings.put("inputs." + name, text(input)));
        job.outputs()
                .forEach((name, o) -> settings.put(
                        "outputs." + name,
                        o.source() + " variable=" + o.variable() + " " + o.when() + " to=" + o.to() + " every="
                                + o.every()));
        Training train = job.train();
        if (train != null) {
            settings.put("train.operation", train.operation());
            settings.put("train.batch_size", String.valueOf(train.batchSize()));
            settings.put("train.epochs", String.valueOf(train.epochs()));
            settings.put("train.steps", String.valueOf(train.steps()));
            settings.put("train.order", train.order() + " seed=" + train.seed() + " drop_last=" + train.dropLast());
            settings.put("train.batches", train.batches() == null ? "none" : sha256(train.batches()));
        }
        Checkpoint checkpoint = job.checkpoint();
        if (checkpoint != null) {
            settings.put(
                    "checkpoint",
                    checkpoint.variables() + " to=" + checkpoint.to() + " save=" + (checkpoint.save() != null)
                            + " restore=" + (checkpoint.restore() != null));
        }
        if (job.resume() != null) {
            settings.put("resume.every", String.valueOf(job.resume().every()));
        }
        settings.put("predict.batch_size", String.valueOf(job.predict().batchSize()));
        return settings;
    }

    /** One hash of all settings. */
    public static String sha256(Map<String, String> settings) {
        StringBuilder text = new StringBuilder();
        // Lengths keep two different maps from reading the same.
        settings.forEach((key, value) -> text.append(key.length())
                .append(':')
                .append(key)
                .append(value.length())
                .append(':')
                .append(value));
        return HexFormat.of().formatHex(digest().digest(text.toString().getBytes(StandardCharsets.UTF_8)));
    }

    /** Hash of a file's bytes. */
    public static String sha256(Path file) {
        try {
            return HexFormat.of().formatHex(digest().digest(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }

    private static String text(Input input) {
        StringBuilder text = new StringBuilder();
        for (Part part : input.parts()) {
            text.append("party ").append(part.owner()).append(' ').append(part.columns());
            text.append(" width=").append(part.width());
            text.append(" train=").append(part.train() != null);
            text.append(" predict=").append(part.predict() != null).append("; ");
        }
        @Nullable Double value = input.value();
        return text + "value=" + value + " " + input.encoding() + " row_shape=" + input.rowShape();
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
