// Matrix product by 64-bit multiply-add: any shape, and the faster one for small products. 64 x 64 tiles, 4 x 4 words a
// thread; the next tile travels from memory to registers while the present one is multiplied.
#include "product.cuh"

#define DEPTH 16

// A thread's four words of the tile that starts at (row0, k0) of an operand, whose rows are those of x or the columns of y.
// Neighbouring threads read neighbouring words, whichever axis is the inner one.
DEVICE void fetchWords(const u64* matrix, bool kInner, u64 rows, u64 k, u64 row0, u64 k0, u64 end, u64 (&next)[4]) {
    u32 t = threadIdx.x;
    u64 first = kInner ? row0 + (t >> 4) : k0 + (t >> 6);
    u64 inner = kInner ? k0 + (t & 15) : row0 + (t & 63);
    u64 limit = kInner ? rows : end;
    u32 step = kInner ? 16 : 4;
    bool inside = inner < (kInner ? end : rows);
    u64 pitch = kInner ? k : rows;
    const u64* at = matrix + first * pitch + inner;
    UNROLL
    for (int q = 0; q < 4; q++) {
        next[q] = inside && first < limit ? *at : 0;
        first += step;
        at += step * pitch;
    }
}

DEVICE void stageWords(u64 (*tile)[65], bool kInner, const u64 (&next)[4]) {
    u32 t = threadIdx.x;
    UNROLL
    for (int q = 0; q < 4; q++) {
        tile[kInner ? t & 15 : (t >> 6) + 4 * q][kInner ? (t >> 4) + 16 * q : t & 63] = next[q];
    }
}

KERNEL_BLOCKS(256, 2, ring_gemm_words, (Product p, const u64* __restrict__ x, const u64* __restrict__ y, u64* out)) {
    __shared__ u64 xs[DEPTH][65];
    __shared__ u64 ys[DEPTH][65];
    u32 column = threadIdx.x & 15;
    u32 row = threadIdx.x >> 4;
    Tile tile = tileOf(blockIdx.x, (p.m + 63) / 64, (p.n + 63) / 64);
    u64 m0 = tile.row * 64;
    u64 n0 = tile.column * 64;
    u64 begin = blockIdx.y * p.slice;
    u64 end = begin + p.slice < p.k ? begin + p.slice : p.k;
    for (u64 b = blockIdx.z; b < p.batch; b += gridDim.z) {
        u64 sum[4][4] = {};
        u64 nextX[4];
        u64 nextY[4];
        auto fetch = [&](u64 k0) {
            fetchWords(x + b * p.batchX, !p.transposeX, p.m, p.k, m0, k0, end, nextX);
            fetchWords(y + b * p.batchY, p.transposeY, p.n, p.k, n0, k0, end, nextY);
        };
        fetch(begin);
        for (u64 k0 = begin; k0 < end; k0 += DEPTH) {
            stageWords(xs, !p.transposeX, nextX);
            stageWords(ys, p.transposeY, nextY);
            __syncthreads();
            if (k0 + DEPTH < end) {
                fetch(k0 + DEPTH);
            }
            UNROLL
            for (int k = 0; k < DEPTH; k++) {
                u64 xv[4];
                u64 yv[4];
                UNROLL
                for (int i = 0; i < 4; i++) {
                    xv[i] = xs[k][row * 4 + i];
                    yv[i] = ys[k][column + 16 * i];
                }
                UNROLL
                for (int i = 0; i < 4; i++) {
                    UNROLL
                    for (int j = 0; j < 4; j++) {
                        sum[i][j] += xv[i] * yv[j];
                    }
                }
            }
            __syncthreads();
        }
        UNROLL
        for (int i = 0; i < 4; i++) {
            UNROLL
            for (int j = 0; j < 4; j++) {
                u64 m = m0 + row * 4 + i;
                u64 n = n0 + column + 16 * j;
                if (m < p.m && n < p.n) {
                    put(out + (b * p.m + m) * p.n + n, sum[i][j], p.mode);
                }
            }
        }
    }
}
