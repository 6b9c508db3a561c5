package com.latticex.rosetta.network.tls;

import java.nio.charset.StandardCharsets;

/** Text that came from, or goes to, another machine: one line, no control or invisible characters. */
final class Printable {
    private Printable() {}

    /** The text without what could disturb a terminal or a log, cut to a number of UTF-8 bytes. */
    static String clean(String text, int maxBytes) {
        StringBuilder clean = new StringBuilder();
        int[] length = {0};
        text.codePoints()
                .map(c -> Character.isWhitespace(c) ? ' ' : visible(c) ? c : '?')
                .takeWhile(
                        c -> (length[0] += Character.toString(c).getBytes(StandardCharsets.UTF_8).length) <= maxBytes)
                .forEach(clean::appendCodePoint);
        return clean.toString();
    }

    private static boolean visible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
