package com.latticex.rosetta.cli.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.InjectableValues;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.latticex.rosetta.error.ConfigurationException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Reads a job file; every fault is one sentence that names the file, the line and the path of the key. */
public final class JobReader {
    private static final int MOST_BYTES = 1 << 20;

    private JobReader() {}

    /**
     * A whole job.
     *
     * @throws ConfigurationException if the file cannot be read or is no valid job
     */
    public static Job read(Path file) {
        return read(file, Job.class);
    }

    /**
     * A file with nothing but the list that is otherwise under {@code parties}.
     *
     * @throws ConfigurationException if the file cannot be read or is no such list
     */
    public static List<JobParty> readParties(Path file) {
        return List.of(read(file, JobParty[].class));
    }

    private static <T> T read(Path file, Class<T> type) {
        String text = text(file);
        try {
            ObjectMapper mapper = mapper(file);
            requireValues(file, "", mapper.readTree(text));
            return mapper.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new ConfigurationException(file + where(e) + ": " + explain(e), e);
        }
    }

    /** A key without a value is a slip, not a wish for the default. */
    private static void requireValues(Path file, String path, JsonNode node) {
        if (node.isNull()
                || node.isMissingNode()
                || (node.isTextual() && node.textValue().isBlank())) {
            throw new ConfigurationException(file + ": "
                    + (path.isEmpty()
                            ? "the file is empty"
                            : path + ": there is no value; leave out what is not needed"));
        }
        node.properties()
                .forEach(e -> requireValues(file, path + (path.isEmpty() ? "" : ".") + e.getKey(), e.getValue()));
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            requireValues(file, path + "[" + i + "]", node.get(i));
        }
    }

    private static String text(Path file) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new ConfigurationException(file + ": a job file has at most 1 MiB; is this one?");
            }
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            throw new ConfigurationException(file + ": there is no such job file", e);
        } catch (IOException e) {
            throw new ConfigurationException(file + ": the job file cannot be read: " + e.getMessage(), e);
        }
    }

    private static ObjectMapper mapper(Path file) {
        Path folder = file.toAbsolutePath().resolveSibling("");
        return YAMLMapper.builder(YAMLFactory.builder()
                        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                        .build())
                .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .addModule(new SimpleModule().addDeserializer(Path.class, new JobPathDeserializer(folder)))
                .injectableValues(new InjectableValues.Std().addValue("folder", folder))
                .build();
    }

    private static String where(JsonProcessingException e) {
        return e.getLocation() == null || e.getLocation().getLineNr() < 1
                ? ""
                : ", line " + e.getLocation().getLineNr();
    }

    private static String explain(JsonProcessingException e) {
        String path = e instanceof JsonMappingException mapping ? path(mapping.getPath()) : "";
        String prefix = path.isEmpty() ? "" : path + ": ";
        return switch (e) {
            case UnrecognizedPropertyException unknown ->
                prefix + "unknown key" + Nearest.suggest(unknown.getPropertyName(), unknown.getKnownPropertyIds());
            case ValueInstantiationException refused
            when refused.getCause() != null -> prefix + refused.getCause().getMessage();
            case MismatchedInputException mismatch -> prefix + mismatch(mismatch);
            default -> prefix + firstLine(e.getOriginalMessage());
        };
    }

    private static String mismatch(MismatchedInputException e) {
        String message = e.getOriginalMessage();
        if (message.startsWith("Missing required creator property")) {
            return "this key is required";
        }
        if (message.startsWith("No content")) {
            return "the job file is empty";
        }
        Class<?> type = e.getTargetType();
        return "this must be " + (type == null ? "something else" : Expected.of(type));
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("not valid YAML").strip();
    }

    private static String path(List<JsonMappingException.Reference> references) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference reference : references) {
            if (reference.getFieldName() == null) {
                path.append('[').append(reference.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(reference.getFieldName());
            }
        }
        return path.toString();
    }
}
