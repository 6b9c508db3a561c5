package com.latticex.rosetta.backend.cuda;

import com.latticex.rosetta.error.ConfigurationException;

/**
 * Which kernel multiplies matrices: 64-bit words, or bytes on tensor cores.
 *
 * <p>The default cross-over is an estimate (bytes cost three launches and a pass over both operands) until it has been
 * measured on a device; {@code GemmBenchmark} prints both kernels around it.
 *
 * @param bytesFrom least number of multiply-adds of a product that goes to the tensor cores
 */
record GemmPolicy(long bytesFrom) {
    /** System property: {@code words}, {@code bytes}, or the least number of multiply-adds for bytes. */
    static final String PROPERTY = "rosetta.cuda.gemm";

    static final GemmPolicy WORDS = new GemmPolicy(Long.MAX_VALUE);
    static final GemmPolicy BYTES = new GemmPolicy(0);
    static final GemmPolicy DEFAULT = new GemmPolicy(1L << 26);

    /** A tile is 64 x 64 outputs: with less than this of it in use, the padding costs more than tensor cores gain. */
    private static final long NARROWEST = 24;

    static GemmPolicy configured() {
        String value = System.getProperty(PROPERTY, "auto");
        return switch (value) {
            case "auto" -> DEFAULT;
            case "words" -> WORDS;
            case "bytes" -> BYTES;
            default -> {
                try {
                    yield new GemmPolicy(Long.parseLong(value));
                } catch (NumberFormatException e) {
                    throw new ConfigurationException(
                            "-D" + PROPERTY + "=" + value + ": write auto, words, bytes or a number of multiply-adds",
                            e);
                }
            }
        };
    }

    boolean bytes(long batch, long m, long k, long n) {
        if (bytesFrom == 0) {
            return true;
        }
        return m >= NARROWEST && n >= NARROWEST && (double) batch * m * k * n >= bytesFrom;
    }
}
