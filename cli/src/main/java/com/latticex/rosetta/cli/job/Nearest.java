package com.latticex.rosetta.cli.job;

import java.util.Collection;
import java.util.Comparator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the word a user may have meant. */
public final class Nearest {
    private Nearest() {}

    /** {@code "; did you mean x?"} when a known word is close, else the list of known words. */
    public static String suggest(String unknown, @Nullable Collection<?> known) {
        if (known == null || known.isEmpty()) {
            return "";
        }
        String nearest = known.stream()
                .map(String::valueOf)
                .min(Comparator.<String>comparingInt(k -> distance(unknown, k)).thenComparing(k -> k))
                .orElseThrow();
        if (!nearest.isBlank() && distance(unknown, nearest) <= Math.max(2, unknown.length() / 3)) {
            return "; did you mean " + nearest + "?";
        }
        return "; known are "
                + known.stream().map(String::valueOf).sorted().limit(40).collect(Collectors.joining(", "));
    }

    /** Levenshtein distance. */
    static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substitute = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substitute, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
