package com.latticex.rosetta.cli.job;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Paths of a job are relative to its folder. */
final class JobPathDeserializer extends StdScalarDeserializer<Path> {
    private static final long serialVersionUID = 1L;

    private final transient Path folder;

    JobPathDeserializer(Path folder) {
        super(Path.class);
        this.folder = folder;
    }

    @Override
    public Path deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        if (!parser.hasToken(JsonToken.VALUE_STRING) || parser.getText().isBlank()) {
            return (Path) context.handleUnexpectedToken(Path.class, parser);
        }
        try {
            return folder.resolve(parser.getText()).normalize();
        } catch (InvalidPathException e) {
            return (Path) context.handleWeirdStringValue(Path.class, parser.getText(), "not a path");
        }
    }
}
