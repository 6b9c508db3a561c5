package com.latticex.rosetta.backend.cpu;

import static com.latticex.rosetta.backend.cpu.Memory.LANES;
import static com.latticex.rosetta.backend.cpu.Memory.WORD;
import static com.latticex.rosetta.backend.cpu.Memory.vector;
import static com.latticex.rosetta.backend.cpu.Memory.word;

import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;

/** Copies of memory into heap arrays, where the tiles read them. */
final class Packing {
    private Packing() {}

    /** Adjacent words, each rotated. */
    static void row(long from, int words, int rotation, long[] to, int at) {
        int whole = words - words % LANES;
        if (rotation == 0) {
            for (int l = 0; l < whole; l += LANES) {
                vector(from + l * WORD).intoArray(to, at + l);
            }
        } else {
            for (int l = 0; l < whole; l += LANES) {
                LongVector v = vector(from + l * WORD);
                v.lanewise(VectorOperators.LSHL, rotation)
                        .or(v.lanewise(VectorOperators.LSHR, 64 - rotation))
                        .intoArray(to, at + l);
            }
        }
        for (int l = whole; l < words; l++) {
            to[at + l] = Long.rotateLeft(word(from + l * WORD), rotation);
        }
    }

    /** Words at a distance of {@code step} bytes, each rotated. */
    static void strided(long from, long step, int words, int rotation, long[] to, int at) {
        for (int l = 0; l < words; l++) {
            to[at + l] = Long.rotateLeft(word(from + l * step), rotation);
        }
    }

    /** Row after row of a matrix, {@code width} words apart; what lies beyond its columns stays as it is. */
    static void columns(long from, long row, long column, int rows, int columns, int width, long[] to, int at) {
        if (column == WORD) {
            int whole = columns - columns % LANES;
            for (int l = 0; l < rows; l++) {
                long p = from + l * row;
                int o = at + l * width;
                for (int v = 0; v < whole; v += LANES) {
                    vector(p + v * WORD).intoArray(to, o + v);
                }
                for (int v = whole; v < columns; v++) {
                    to[o + v] = word(p + v * WORD);
                }
            }
        } else {
            for (int j = 0; j < columns; j++) {
                long p = from + j * column;
                for (int l = 0; l < rows; l++) {
                    to[at + l * width + j] = word(p + l * row);
                }
            }
        }
    }
}
