package com.latticex.rosetta.backend.cpu;

import com.latticex.rosetta.error.ConfigurationException;

/**
 * What the system properties say when a backend is opened.
 *
 * @param threads cores to use at most; {@code -Drosetta.cpu.threads} lowers it, for example where parties share a machine
 * @param leastHalf side of the least halves for which {@link Strassen} is worth it, 0 for never; {@code -Drosetta.cpu.strassen}
 */
record CpuSettings(int threads, int leastHalf) {
    /** Halves below this were measured to gain nothing. */
    private static final int LEAST_HALF = 128;

    static CpuSettings read() {
        int cores = Runtime.getRuntime().availableProcessors();
        return new CpuSettings(number("rosetta.cpu.threads", cores, 1), number("rosetta.cpu.strassen", LEAST_HALF, 0));
    }

    private static int number(String property, int otherwise, int least) {
        String text = System.getProperty(property);
        if (text == null) {
            return otherwise;
        }
        try {
            int value = Integer.parseInt(text.strip());
            if (value >= least) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new ConfigurationException(
                "-D" + property + "=" + text + ": a whole number from " + least + " on is needed");
    }
}
