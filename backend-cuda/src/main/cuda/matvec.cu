// Matrix times vector, out[b][r] = sum over k of matrix[b][r][k] vector[b][k]: memory bound, so no tiles. p.m counts
// rows, p.batchX belongs to the matrix and p.batchY to the vector.
#include "product.cuh"

// The matrix is stored row by row: one warp a row.
KERNEL(256, ring_matvec_rows, (Product p, const u64* matrix, const u64* vector, u64* out)) {
    u32 lane = threadIdx.x & 31;
    for (u64 at = threadNumber() >> 5; at < p.batch * p.m; at += threadCount() >> 5) {
        u64 b = at / p.m;
        const u64* row = matrix + b * p.batchX + at % p.m * p.k;
        const u64* v = vector + b * p.batchY;
        u64 sum = 0;
        for (u64 k = lane; k < p.k; k += 32) {
            sum += row[k] * v[k];
        }
        for (int step = 16; step > 0; step /= 2) {
            sum += __shfl_down_sync(ALL_LANES, sum, step, 32);
        }
        if (lane == 0) {
            put(out + at, sum, p.mode);
        }
    }
}

// The matrix is stored column by column: one thread a row, a slice of k a block.
KERNEL(256, ring_matvec_columns, (Product p, const u64* matrix, const u64* vector, u64* out)) {
    u64 begin = blockIdx.y * p.slice;
    u64 end = begin + p.slice < p.k ? begin + p.slice : p.k;
    for (u64 at = threadNumber(); at < p.batch * p.m; at += threadCount()) {
        u64 b = at / p.m;
        const u64* column = matrix + b * p.batchX + at % p.m;
        const u64* v = vector + b * p.batchY;
        u64 sum = 0;
        for (u64 k = begin; k < end; k++) {
            sum += column[k * p.m] * v[k];
        }
        put(out + at, sum, p.mode);
    }
}
