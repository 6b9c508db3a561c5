// Words by shape: strided gather, transposition, sums over an axis.
#include "common.cuh"

#define MAX_RANK 8

// Extents and strides, innermost first; unused axes have extent 1. The host has merged adjacent axes.
struct View {
    u64 extent[MAX_RANK];
    u64 stride[MAX_RANK];
};

template <class Index>
DEVICE void gather(Index n, int rank, const View& view, const u64* x, u64* out) {
    for (u64 at = threadNumber(); at < n; at += threadCount()) {
        Index rest = (Index)at;
        u64 from = 0;
        UNROLL
        for (int d = 0; d < MAX_RANK; d++) {
            if (d < rank) {
                Index extent = (Index)view.extent[d];
                Index next = rest / extent;
                from += (u64)(rest - next * extent) * view.stride[d];
                rest = next;
            }
        }
        out[at] = x[from];
    }
}

// Negative strides arrive as two's complement, so the sum wraps to the right address.
KERNEL(256, ring_gather, (u64 n, int rank, View view, const u64* x, u64* out)) {
    // A 64-bit division costs several times a 32-bit one.
    if (n >> 32) {
        gather<u64>(n, rank, view, x, out);
    } else {
        gather<u32>((u32)n, rank, view, x, out);
    }
}

// out[b][r][c] = x[b * batchStride + c * columnStride + r]: through a padded tile, so that both sides are coalesced.
KERNEL(256, ring_transpose,
       (u64 batch, u64 rows, u64 columns, u64 batchStride, u64 columnStride, const u64* x, u64* out)) {
    __shared__ u64 tile[32][33];
    u64 tilesAcross = (columns + 31) / 32;
    u64 tiles = tilesAcross * ((rows + 31) / 32);
    int inner = threadIdx.x & 31;
    int outer = threadIdx.x >> 5;
    for (u64 at = blockIdx.x; at < batch * tiles; at += gridDim.x) {
        u64 b = at / tiles;
        u64 r0 = at % tiles / tilesAcross * 32;
        u64 c0 = at % tilesAcross * 32;
        for (int i = outer; i < 32; i += 8) {
            if (r0 + inner < rows && c0 + i < columns) {
                tile[i][inner] = x[b * batchStride + (c0 + i) * columnStride + r0 + inner];
            }
        }
        __syncthreads();
        for (int i = outer; i < 32; i += 8) {
            if (r0 + i < rows && c0 + inner < columns) {
                out[(b * rows + r0 + i) * columns + c0 + inner] = tile[inner][i];
            }
        }
        __syncthreads();
    }
}

// Sums x[outer][axis][inner] over the axis, one thread a column. With several slices of the axis (gridDim.y), the
// slices meet by atomic addition in an output that the host has cleared: addition modulo 2^64 has no order.
KERNEL(256, ring_sum_columns, (u64 outer, u64 axis, u64 inner, u64 slice, const u64* x, u64* out)) {
    u64 begin = blockIdx.y * slice;
    u64 end = begin + slice < axis ? begin + slice : axis;
    for (u64 at = threadNumber(); at < outer * inner; at += threadCount()) {
        const u64* column = x + at / inner * axis * inner + at % inner;
        u64 sum = 0;
        for (u64 i = begin; i < end; i++) {
            sum += column[i * inner];
        }
        if (gridDim.y == 1) {
            out[at] = sum;
        } else {
            atomicAdd(out + at, sum);
        }
    }
}

// The same for inner <= 256: a block reads whole rows of one outer index, so short rows stay coalesced.
KERNEL(256, ring_sum_rows, (u64 outer, u64 axis, u32 inner, u64 slice, const u64* x, u64* out)) {
    __shared__ u64 partial[256];
    u32 lanes = 256 / inner;
    u32 t = threadIdx.x;
    u64 begin = blockIdx.y * slice;
    u64 end = begin + slice < axis ? begin + slice : axis;
    for (u64 o = blockIdx.x; o < outer; o += gridDim.x) {
        u64 sum = 0;
        if (t < lanes * inner) {
            const u64* row = x + o * axis * inner;
            for (u64 i = begin + t / inner; i < end; i += lanes) {
                sum += row[i * inner + t % inner];
            }
        }
        partial[t] = sum;
        __syncthreads();
        if (t < inner) {
            for (u32 i = 1; i < lanes; i++) {
                sum += partial[i * inner + t];
            }
            if (gridDim.y == 1) {
                out[o * inner + t] = sum;
            } else {
                atomicAdd(out + o * inner + t, sum);
            }
        }
        __syncthreads();
    }
}
