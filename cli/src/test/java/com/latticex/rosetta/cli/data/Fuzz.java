package com.latticex.rosetta.cli.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.latticex.rosetta.error.ConfigurationException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;

/** Damages a good file in many ways; each must be read, or refused as a configuration error. */
final class Fuzz {
    interface Reading {
        Object read(byte[] bytes) throws IOException;
    }

    private Fuzz() {}

    static void mutations(byte[] good, long seed, int count, Reading reading) throws IOException {
        assertThat(reading.read(good)).isNotNull();
        Random random = new Random(seed);
        int refused = 0;
        for (int i = 0; i < count; i++) {
            byte[] bytes = Arrays.copyOf(good, random.nextInt(4) == 0 ? random.nextInt(good.length + 20) : good.length);
            for (int k = random.nextInt(4); k >= 0 && bytes.length > 0; k--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try {
                assertThat(reading.read(bytes)).isNotNull();
            } catch (ConfigurationException e) {
                assertThat(e.getMessage()).isNotBlank();
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }
}
