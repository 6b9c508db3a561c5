package com.latticex.rosetta.backend.opencl;

import com.latticex.rosetta.backend.opencl.host.ClContext;
import com.latticex.rosetta.backend.opencl.host.ClImage;
import com.latticex.rosetta.backend.opencl.host.ClLaunch;
import com.latticex.rosetta.backend.opencl.host.ClProgram;
import com.latticex.rosetta.backend.opencl.host.ClQueue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** The kernel files, each compiled when one of its kernels is first called. */
final class Programs {
    /** One file of kernels. */
    enum Family {
        ELEMENTWISE,
        SHAPE,
        MATMUL,
        GENERATOR,
        COMPARISON,
        BITS,
        PACKING,
        WINDOWS,
        HARMONICS;

        private String file() {
            return name().toLowerCase(Locale.ROOT) + ".cl";
        }
    }

    private final ClQueue queue;
    private final KernelShape shape;
    private final Map<Family, ClProgram> built = new EnumMap<>(Family.class);

    Programs(ClQueue queue, KernelShape shape) {
        this.queue = queue;
        this.shape = shape;
    }

    ClQueue queue() {
        return queue;
    }

    KernelShape shape() {
        return shape;
    }

    ClLaunch call(Family family, String kernel) {
        return program(family).call(kernel);
    }

    synchronized void buildAll() {
        for (Family family : Family.values()) {
            program(family);
        }
    }

    private synchronized ClProgram program(Family family) {
        return built.computeIfAbsent(family, this::build);
    }

    private ClProgram build(Family family) {
        String options = shape.options();
        ClContext context = queue.context();
        return new ClProgram(queue, context.image(family.file() + options, () -> {
            String source = source("common.cl") + source(family.file());
            return ClImage.fromSource(context, family.file(), source, options);
        }));
    }

    private static String source(String file) {
        try (InputStream in = Programs.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks the kernel file " + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
