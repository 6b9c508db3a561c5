package com.latticex.rosetta.backend.cpu;

import static com.latticex.rosetta.backend.cpu.Memory.WORD;

/**
 * Products of large matrices by Winograd's form of Strassen's algorithm: seven products of halves instead of eight, again and again
 * down to a size where the additions, which are bound by memory, would cost more than they save. Exact in a ring.
 *
 * <pre>
 *   S1 = A21 + A22   S2 = S1 - A11   S3 = A11 - A21   S4 = A12 - S2
 *   T1 = B12 - B11   T2 = B22 - T1   T3 = B22 - B12   T4 = T2 - B21
 *   U2 = A11 B11 + S2 T2             U3 = U2 + S3 T3
 *   C11 = A11 B11 + A12 B21          C12 = U2 + S1 T1 + S4 B22
 *   C21 = U3 - A22 T4                C22 = U3 + S1 T1
 * </pre>
 *
 * What halving leaves over at the lower and right edges is multiplied as it is. Source: Higham, Accuracy and Stability of
 * Numerical Algorithms, section 23.1; the order of the steps is our own, for a product that can add to its result.
 */
final class Strassen {
    private final GemmTiles tiles;
    private final long leastHalf;

    /** @param leastHalf side of the least halves worth it, 0 for none */
    Strassen(GemmTiles tiles, long leastHalf) {
        this.tiles = tiles;
        this.leastHalf = leastHalf;
    }

    private static long half(long size, long step) {
        return size / 2 / step * step;
    }

    private boolean isWorthIt(long m, long k, long n) {
        long least = Math.min(half(m, tiles.rows), Math.min(k / 2, half(n, tiles.columns)));
        return leastHalf > 0 && least >= leastHalf;
    }

    /** Bytes of workspace that {@link #product} needs. */
    long workspace(long m, long k, long n) {
        if (!isWorthIt(m, k, n)) {
            return 0;
        }
        long p = half(m, tiles.rows);
        long q = k / 2;
        long r = half(n, tiles.columns);
        return (p * q + q * r + 2 * p * r) * WORD + workspace(p, q, r);
    }

    /** C = A B, or C = C + A B; C's columns are adjacent. */
    void product(Matrix a, Matrix b, long m, long k, long n, boolean accumulate, Matrix c, long workspace) {
        if (!isWorthIt(m, k, n)) {
            GemmBlocked.product(tiles, a, b, m, k, n, accumulate, c.address(), c.row());
            return;
        }
        long p = half(m, tiles.rows);
        long q = k / 2;
        long r = half(n, tiles.columns);
        new Halves(a, b, p, q, r, workspace).product(a, b, accumulate, c);
        if (2 * q < k) {
            plain(a.at(0, 2 * q), b.at(2 * q, 0), 2 * p, k - 2 * q, 2 * r, true, c);
        }
        if (2 * r < n) {
            plain(a, b.at(0, 2 * r), 2 * p, k, n - 2 * r, accumulate, c.at(0, 2 * r));
        }
        if (2 * p < m) {
            plain(a.at(2 * p, 0), b, m - 2 * p, k, n, accumulate, c.at(2 * p, 0));
        }
    }

    private void plain(Matrix a, Matrix b, long m, long k, long n, boolean accumulate, Matrix c) {
        GemmBlocked.product(tiles, a, b, m, k, n, accumulate, c.address(), c.row());
    }

    /** One halving, with its workspace: halves of A are m by k, of B k by n. */
    private final class Halves {
        private final long m;
        private final long k;
        private final long n;
        private final Matrix x;
        private final Matrix y;
        private final Matrix z;
        private final Matrix w;
        private final long rest;

        Halves(Matrix a, Matrix b, long m, long k, long n, long workspace) {
            this.m = m;
            this.k = k;
            this.n = n;
            x = Matrix.of(workspace, m, k, a.column() != WORD);
            y = Matrix.of(workspace + m * k * WORD, k, n, b.column() != WORD);
            z = Matrix.of(y.address() + k * n * WORD, m, n, false);
            w = Matrix.of(z.address() + m * n * WORD, m, n, false);
            rest = w.address() + m * n * WORD;
        }

        void product(Matrix a, Matrix b, boolean accumulate, Matrix c) {
            Matrix a12 = a.at(0, k);
            Matrix a21 = a.at(m, 0);
            Matrix a22 = a.at(m, k);
            Matrix b12 = b.at(0, n);
            Matrix b21 = b.at(k, 0);
            Matrix b22 = b.at(k, n);
            Matrix c12 = c.at(0, n);
            Matrix c21 = c.at(m, 0);
            Matrix c22 = c.at(m, n);
            Matrix.add(a21, a22, x, m, k);
            Matrix.subtract(b12, b, y, k, n);
            multiply(x, y, false, w);
            Matrix.subtract(x, a, x, m, k);
            Matrix.subtract(b22, y, y, k, n);
            multiply(a, b, false, z);
            put(z, accumulate, c);
            multiply(a12, b21, true, c);
            multiply(x, y, true, z);
            Matrix.subtract(a12, x, x, m, k);
            multiply(x, b22, accumulate, c12);
            Matrix.add(c12, z, c12, m, n);
            Matrix.add(c12, w, c12, m, n);
            Matrix.subtract(b21, y, y, k, n);
            multiply(a22, y, accumulate, c21);
            Matrix.subtract(a, a21, x, m, k);
            Matrix.subtract(b22, b12, y, k, n);
            multiply(x, y, true, z);
            Matrix.add(c21, z, c21, m, n);
            Matrix.add(z, w, w, m, n);
            put(w, accumulate, c22);
        }

        private void put(Matrix from, boolean accumulate, Matrix c) {
            if (accumulate) {
                Matrix.add(c, from, c, m, n);
            } else {
                Matrix.copy(from, c, m, n);
            }
        }

        private void multiply(Matrix left, Matrix right, boolean accumulate, Matrix out) {
            Strassen.this.product(left, right, m, k, n, accumulate, out, rest);
        }
    }
}
