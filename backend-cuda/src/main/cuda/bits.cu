// The blocks of the boolean comparison, on planes of bits: bit i of word w of a plane is that of element 64 w + i, and one
// plane of `width` words follows the other (RingBackend.dealBlocks, compareBlocks).
#include "common.cuh"

#define TOP 15
#define SPAN 32  // words of a plane a thread block handles: neighbouring lanes touch neighbouring words

// The elements of SPAN words of a plane, a row each; elements beyond the last count as 0. All threads of the block call it.
DEVICE void loadElements(u64 (*elements)[65], const u64* x, u64 n, u64 w0) {
    UNROLL
    for (int q = 0; q < 8; q++) {
        u32 at = threadIdx.x + 256 * q;
        u64 e = w0 * 64 + at;
        elements[at >> 6][at & 63] = e < n ? x[e] : 0;
    }
    __syncthreads();
}

// Bits 4 b to 4 b + 3 of 64 elements, as masks of those that have them; the top block has three.
DEVICE void blockBits(const u64* elements, u32 b, u64 (&bit)[4]) {
    u32 low[4] = {};
    u32 high[4] = {};
    UNROLL
    for (int e = 0; e < 32; e++) {
        u32 v = (u32)(elements[e] >> 4 * b);
        u32 w = (u32)(elements[e + 32] >> 4 * b);
        UNROLL
        for (int k = 0; k < 4; k++) {
            low[k] |= (v >> k & 1) << e;
            high[k] |= (w >> k & 1) << e;
        }
    }
    UNROLL
    for (int k = 0; k < 4; k++) {
        bit[k] = low[k] | (u64)high[k] << 32;
    }
    if (b == TOP) {
        bit[3] = 0;
    }
}

// Where the value is v, from masks of pairs of bits.
struct OneHot {
    u64 lower[4], upper[4];

    DEVICE_MEMBER OneHot(const u64 (&bit)[4]) {
        UNROLL
        for (int v = 0; v < 4; v++) {
            lower[v] = (v & 1 ? bit[0] : ~bit[0]) & (v & 2 ? bit[1] : ~bit[1]);
            upper[v] = (v & 1 ? bit[2] : ~bit[2]) & (v & 2 ? bit[3] : ~bit[3]);
        }
    }

    DEVICE_MEMBER u64 at(int v) const { return upper[v >> 2] & lower[v & 3]; }
};

// A warp takes one block of SPAN words at a time. Each word of `share` is read before that of `out` is written: they may
// be the same.
KERNEL(256, ring_deal_blocks, (u64 n, u64 width, const u64* r, const u64* share, u64* out)) {
    __shared__ u64 elements[SPAN][65];
    for (u64 w0 = (u64)blockIdx.x * SPAN; w0 < width; w0 += (u64)gridDim.x * SPAN) {
        loadElements(elements, r, n, w0);
        u64 w = w0 + (threadIdx.x & 31);
        for (u32 b = threadIdx.x >> 5; b <= TOP && w < width; b += 8) {
            u64 bit[4];
            blockBits(elements[threadIdx.x & 31], b, bit);
            OneHot hot(bit);
            u64 at = (u64)16 * b * width + w;
            UNROLL
            for (int v = 0; v < 16; v++) {
                if (v < 8 || b < TOP) {
                    out[at + v * width] = share[at + v * width] ^ hot.at(v);
                }
            }
        }
        __syncthreads();
    }
}

KERNEL(256, ring_compare_blocks, (u64 n, u64 width, const u64* c, const u64* share, u64* out)) {
    __shared__ u64 elements[SPAN][65];
    for (u64 w0 = (u64)blockIdx.x * SPAN; w0 < width; w0 += (u64)gridDim.x * SPAN) {
        loadElements(elements, c, n, w0);
        u64 w = w0 + (threadIdx.x & 31);
        for (u32 b = threadIdx.x >> 5; b <= TOP && w < width; b += 8) {
            u64 bit[4];
            blockBits(elements[threadIdx.x & 31], b, bit);
            OneHot hot(bit);
            u64 at = (u64)16 * b * width + w;
            u64 greater = 0;
            u64 equal = 0;
            u64 below = 0;
            UNROLL
            for (int v = 0; v < 16; v++) {
                if (v < 8 || b < TOP) {
                    u64 s = share[at + v * width];
                    equal ^= s & hot.at(v);
                    greater ^= s & below;
                    below |= hot.at(v);
                }
            }
            u32 position = (b & 1) << 3 | (b & 2) << 1 | (b & 4) >> 1 | b >> 3;
            out[position * width + w] = greater;
            if (b > 0) {
                out[(15 + position) * width + w] = equal;
            }
        }
        __syncthreads();
    }
}

KERNEL(256, ring_expand_bits, (u64 n, const u64* plane, u64* out)) {
    for (u64 e = threadNumber(); e < n; e += threadCount()) {
        out[e] = plane[e >> 6] >> (e & 63) & 1;
    }
}
