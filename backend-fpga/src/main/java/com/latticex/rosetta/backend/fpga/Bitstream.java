package com.latticex.rosetta.backend.fpga;

import com.latticex.rosetta.backend.opencl.host.Digest;
import com.latticex.rosetta.error.DeviceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A bitstream whose bytes have the hash its manifest promises. The bytes that were checked are the bytes the driver gets:
 * a truncated binary has been seen to end the whole JVM inside a driver.
 */
final class Bitstream {
    /** System property: the bitstream's file. */
    static final String SETTING = "rosetta.fpga.bitstream";

    private final Path file;
    private final Manifest manifest;
    private final byte[] content;

    private Bitstream(Path file, Manifest manifest, byte[] content) {
        this.file = file;
        this.manifest = manifest;
        this.content = content;
    }

    static Bitstream read(Path file) {
        byte[] content;
        try {
            content = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new DeviceException("the bitstream " + file + " named by -D" + SETTING + " does not exist.", e);
        } catch (IOException e) {
            throw new DeviceException("the bitstream " + file + " cannot be read.", e);
        }
        Manifest manifest = Manifest.read(file);
        if (!Digest.sha256(content).equalsIgnoreCase(manifest.sha256())) {
            throw new DeviceException("the bitstream " + file + " (" + content.length
                    + " bytes) does not have the SHA-256 of its manifest: it was truncated or altered. Copy it again.");
        }
        return new Bitstream(file, manifest, content);
    }

    Path file() {
        return file;
    }

    Manifest manifest() {
        return manifest;
    }

    byte[] content() {
        return content;
    }
}
