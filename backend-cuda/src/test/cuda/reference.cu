// What the benchmark compares with: the textbook product of 64-bit words, one output a thread, 16 x 16 tiles.
#include "common.cuh"

KERNEL(256, reference_gemm, (u64 m, u64 n, u64 k, const u64* x, const u64* y, u64* out)) {
    __shared__ u64 xs[16][17];
    __shared__ u64 ys[16][17];
    u32 column = threadIdx.x & 15;
    u32 row = threadIdx.x >> 4;
    u64 i = (u64)blockIdx.y * 16 + row;
    u64 j = (u64)blockIdx.x * 16 + column;
    u64 sum = 0;
    for (u64 k0 = 0; k0 < k; k0 += 16) {
        xs[row][column] = i < m && k0 + column < k ? x[i * k + k0 + column] : 0;
        ys[row][column] = j < n && k0 + row < k ? y[(k0 + row) * n + j] : 0;
        __syncthreads();
        UNROLL
        for (int l = 0; l < 16; l++) {
            sum += xs[row][l] * ys[l][column];
        }
        __syncthreads();
    }
    if (i < m && j < n) {
        out[i * n + j] = sum;
    }
}
