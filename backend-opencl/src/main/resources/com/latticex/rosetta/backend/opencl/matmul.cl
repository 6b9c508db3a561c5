// out[g] (+)= op(x[g]) op(y[g]). Element (i, l) of op(x) is x[g * xb + i * xr + l * xc]: transposition and broadcast
// are strides. Four shapes of one product; MatMul.java says which is used when.

#define ONE __kernel __attribute__((reqd_work_group_size(1, 1, 1))) void
#define MR 4
#define NR 16

// ---- processors: operands packed into panels, each work-item a tile of MR x NR

// Panel p holds rows p * MR .. of op(x), element by element of k, padded by zeros.
ONE pack_x(IN(x), ulong xb, ulong xr, ulong xc, ulong m, ulong k, OUT(out)) {
    ulong p = get_global_id(0);
    ulong g = get_global_id(1);
    __global const ulong *source = AT(x) + g * xb + p * MR * xr;
    __global ulong *target = AT(out) + (g * get_global_size(0) + p) * MR * k;
    ulong rows = min((ulong)MR, m - p * MR);
    if (rows == MR && xr == 1) {
        for (ulong l = 0; l < k; l++) vstore4(vload4(0, source + l * xc), 0, target + l * MR);
    } else if (rows == MR && xc == 1) {
        for (ulong l = 0; l < k; l++) {
            ulong4 column = (ulong4)(source[l], source[xr + l], source[2 * xr + l], source[3 * xr + l]);
            vstore4(column, 0, target + l * MR);
        }
    } else {
        for (ulong l = 0; l < k; l++) {
            for (ulong r = 0; r < MR; r++) target[l * MR + r] = r < rows ? source[r * xr + l * xc] : 0;
        }
    }
}

// Panel p holds columns p * NR .. of op(y).
ONE pack_y(IN(y), ulong yb, ulong yr, ulong yc, ulong k, ulong n, OUT(out)) {
    ulong p = get_global_id(0);
    ulong g = get_global_id(1);
    __global const ulong *source = AT(y) + g * yb + p * NR * yc;
    __global ulong *target = AT(out) + (g * get_global_size(0) + p) * NR * k;
    ulong columns = min((ulong)NR, n - p * NR);
    if (columns == NR && yc == 1) {
        for (ulong l = 0; l < k; l++) vstore16(vload16(0, source + l * yr), 0, target + l * NR);
    } else if (columns == NR) {
        for (ulong c = 0; c < NR; c++) {
            for (ulong l = 0; l < k; l++) target[l * NR + c] = source[c * yc + l * yr];
        }
    } else {
        for (ulong l = 0; l < k; l++) {
            for (ulong c = 0; c < NR; c++) target[l * NR + c] = c < columns ? source[l * yr + c * yc] : 0;
        }
    }
}

#define STORE(r)                                                                                        \
    if (row + r < m) {                                                                                  \
        if (full) {                                                                                     \
            vstore8(accumulate ? vload8(0, target + r * n) + c##r##0 : c##r##0, 0, target + r * n);     \
            vstore8(accumulate ? vload8(1, target + r * n) + c##r##1 : c##r##1, 1, target + r * n);     \
        } else {                                                                                        \
            ulong line[NR];                                                                             \
            vstore8(c##r##0, 0, line);                                                                  \
            vstore8(c##r##1, 1, line);                                                                  \
            for (ulong j = 0; column + j < n; j++)                                                      \
                target[r * n + j] = accumulate ? target[r * n + j] + line[j] : line[j];                 \
        }                                                                                               \
    }

// Neighbouring work-items share a panel of y, which then stays in the second-level cache. Eight accumulators of eight
// words and two of y fill the registers of AVX-512 only by a third, but with more, AVX2 spills.
ONE panel(IN(xp), ulong xb, IN(yp), ulong yb, OUT(out), ulong m, ulong k, ulong n, int accumulate) {
    ulong row = get_global_id(0) * MR;
    ulong column = get_global_id(1) * NR;
    ulong g = get_global_id(2);
    __global const ulong *a = AT(xp) + g * xb + row * k;
    __global const ulong *b = AT(yp) + g * yb + column * k;
    ulong8 c00 = 0, c01 = 0, c10 = 0, c11 = 0, c20 = 0, c21 = 0, c30 = 0, c31 = 0;
    for (ulong l = 0; l < k; l++, a += MR, b += NR) {
        ulong8 b0 = vload8(0, b);
        ulong8 b1 = vload8(1, b);
        c00 += a[0] * b0;
        c01 += a[0] * b1;
        c10 += a[1] * b0;
        c11 += a[1] * b1;
        c20 += a[2] * b0;
        c21 += a[2] * b1;
        c30 += a[3] * b0;
        c31 += a[3] * b1;
    }
    __global ulong *target = AT(out) + (g * m + row) * n + column;
    bool full = column + NR <= n;
    STORE(0)
    STORE(1)
    STORE(2)
    STORE(3)
}

// ---- GPUs: a group of 16 x 16 computes a tile of 64 x 64 from local memory, each work-item 4 x 4 of it

#define TILE 64
#define STEP 16

__kernel __attribute__((reqd_work_group_size(16, 16, 1))) void tile(
        IN(x), ulong xb, ulong xr, ulong xc, IN(y), ulong yb, ulong yr, ulong yc, OUT(out), ulong m, ulong k, ulong n,
        int accumulate) {
    // One word of padding a row keeps the columns out of one memory bank.
    __local ulong a[STEP][TILE + 1];
    __local ulong b[STEP][TILE + 1];
    uint tx = get_local_id(0);
    uint ty = get_local_id(1);
    uint id = ty * 16 + tx;
    ulong row = get_group_id(1) * TILE;
    ulong column = get_group_id(0) * TILE;
    ulong g = get_global_id(2);
    __global const ulong *sx = AT(x) + g * xb;
    __global const ulong *sy = AT(y) + g * yb;
    ulong c[4][4];
    for (int i = 0; i < 4; i++) {
        for (int j = 0; j < 4; j++) c[i][j] = 0;
    }
    for (ulong l0 = 0; l0 < k; l0 += STEP) {
        for (uint e = id; e < TILE * STEP; e += 256) {
            // Neighbours read along whichever stride is 1.
            uint xi = xr == 1 ? e % TILE : e / STEP;
            uint xl = xr == 1 ? e / TILE : e % STEP;
            a[xl][xi] = row + xi < m && l0 + xl < k ? sx[(row + xi) * xr + (l0 + xl) * xc] : 0;
            uint yj = yc == 1 ? e % TILE : e / STEP;
            uint yl = yc == 1 ? e / TILE : e % STEP;
            b[yl][yj] = column + yj < n && l0 + yl < k ? sy[(l0 + yl) * yr + (column + yj) * yc] : 0;
        }
        barrier(CLK_LOCAL_MEM_FENCE);
        for (int l = 0; l < STEP; l++) {
            for (int i = 0; i < 4; i++) {
                for (int j = 0; j < 4; j++) c[i][j] += a[l][ty + 16 * i] * b[l][tx + 16 * j];
            }
        }
        barrier(CLK_LOCAL_MEM_FENCE);
    }
    for (int i = 0; i < 4; i++) {
        for (int j = 0; j < 4; j++) {
            ulong r = row + ty + 16 * i;
            ulong s = column + tx + 16 * j;
            if (r < m && s < n) {
                __global ulong *target = AT(out) + (g * m + r) * n + s;
                *target = accumulate ? *target + c[i][j] : c[i][j];
            }
        }
    }
}

// ---- thin products: `few` vectors of the small operand against a long one, limited by memory, never packed.
// Result (i, j) of part p, the terms p * length .. of the sum, goes to out[g * ob + p * op + i * oi + j * oj].

// The long operand is contiguous along k: inner products of rows. few <= 8.
__kernel __attribute__((reqd_work_group_size(ROW_GROUP, 1, 1))) void thin_dot(
        IN(big), ulong bb, ulong bi, IN(small), ulong sb, ulong sj, ulong few, ulong count, ulong k, ulong length,
        OUT(out), ulong ob, ulong op, ulong oi, ulong oj, int accumulate, ulong chunk) {
    ulong p = get_global_id(1);
    ulong g = get_global_id(2);
    ulong from = p * length;
    ulong to = min(k, from + length);
    ulong end = min(count, (get_global_id(0) + 1) * chunk);
    for (ulong i = get_global_id(0) * chunk; i < end; i++) {
        __global const ulong *a = AT(big) + g * bb + i * bi;
        for (ulong j = 0; j < few; j++) {
            __global const ulong *b = AT(small) + g * sb + j * sj;
            ulong8 wide = 0;
            ulong l = from;
            for (; l + 8 <= to; l += 8) wide += vload8(0, a + l) * vload8(0, b + l);
            ulong4 sums = wide.lo + wide.hi;
            ulong total = sums.s0 + sums.s1 + sums.s2 + sums.s3;
            for (; l < to; l++) total += a[l] * b[l];
            __global ulong *target = AT(out) + g * ob + p * op + i * oi + j * oj;
            *target = accumulate ? *target + total : total;
        }
    }
}

// The long operand is contiguous along its results: sums of scaled rows, 8 results a work-item.
__kernel __attribute__((reqd_work_group_size(ROW_GROUP, 1, 1))) void thin_axpy(
        IN(big), ulong bb, ulong bl, IN(small), ulong sb, ulong sj, ulong sl, ulong few, ulong count, ulong k,
        ulong length, OUT(out), ulong ob, ulong op, ulong oi, ulong oj, int accumulate) {
    ulong i = get_global_id(0) * 8;
    ulong p = get_global_id(1);
    ulong g = get_global_id(2);
    if (i >= count) return;
    ulong from = p * length;
    ulong to = min(k, from + length);
    ulong lanes = min(8UL, count - i);
    __global const ulong *a = AT(big) + g * bb + i;
    for (ulong j = 0; j < few; j++) {
        __global const ulong *b = AT(small) + g * sb + j * sj;
        ulong line[8];
        if (lanes == 8) {
            ulong8 total = 0;
            for (ulong l = from; l < to; l++) total += b[l * sl] * vload8(0, a + l * bl);
            vstore8(total, 0, line);
        } else {
            for (ulong lane = 0; lane < lanes; lane++) {
                ulong total = 0;
                for (ulong l = from; l < to; l++) total += b[l * sl] * a[l * bl + lane];
                line[lane] = total;
            }
        }
        __global ulong *target = AT(out) + g * ob + p * op + i * oi + j * oj;
        for (ulong lane = 0; lane < lanes; lane++) {
            target[lane * oi] = accumulate ? target[lane * oi] + line[lane] : line[lane];
        }
    }
}
