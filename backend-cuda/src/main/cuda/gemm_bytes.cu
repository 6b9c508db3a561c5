// Matrix product on int8 tensor cores. A word is eight unsigned bytes, x = sum x_d 2^(8 d); modulo 2^64 only the 36 byte
// products with d + e <= 7 count. Products of equal d + e = s add up in one of eight int32 diagonals, and the word is
// sum diagonal_s 2^(8 s) mod 2^64. A diagonal may wrap modulo 2^32 for s >= 4, where higher bits fall out of the word;
// diagonal 3 has four products and bounds the depth: 4 * 255 * 255 * depth < 2^32 up to 16,512. No sign, no carry.
#include "product.cuh"

#define SIDE 64               // rows of x, or columns of y, in a tile of planes
#define DEPTH_BYTES 32        // k of a tile of planes: one mma step
#define PLANE (SIDE * DEPTH_BYTES)
#define PLANES (8 * PLANE)    // bytes of a tile: [digit][row][32], 16-byte halves swapped where bit 2 of the row is set
#define STAGES 3
#define FLUSH_TILES 128       // k = 4096: the diagonals are added to the output before they could wrap

// Splits `count` matrices into tiles of byte planes, [matrix][tile of rows][tile of k]; rows are those of x or the columns
// of y. kInner: k is the inner axis of the stored matrix. The padding is zero.
KERNEL(256, ring_split_bytes, (u64 count, u64 rows, u64 k, u64 step, int kInner, const u64* x, u8* planes)) {
    __shared__ u64 words[SIDE][DEPTH_BYTES + 1];
    int t = threadIdx.x;
    u64 tilesOfK = (k + DEPTH_BYTES - 1) / DEPTH_BYTES;
    u64 tiles = (rows + SIDE - 1) / SIDE * tilesOfK;
    for (u64 at = blockIdx.x; at < count * tiles; at += gridDim.x) {
        const u64* matrix = x + at / tiles * step;
        u64 r0 = at % tiles / tilesOfK * SIDE;
        u64 k0 = at % tilesOfK * DEPTH_BYTES;
        UNROLL
        for (int q = 0; q < 8; q++) {
            int e = t + 256 * q;
            int r = kInner ? e >> 5 : e & 63;
            int i = kInner ? e & 31 : e >> 6;
            bool inside = r0 + r < rows && k0 + i < k;
            words[r][i] = inside ? matrix[kInner ? (r0 + r) * k + k0 + i : (k0 + i) * rows + r0 + r] : 0;
        }
        __syncthreads();
        u8* tile = planes + at * PLANES;
        UNROLL
        for (int q = 0; q < 16; q++) {
            int e = t + 256 * q;
            int quad = e & 7;
            int r = e >> 3 & 63;
            int digit = e >> 9;
            u32 four = 0;
            UNROLL
            for (int i = 0; i < 4; i++) {
                four |= ((u32)(words[r][quad * 4 + i] >> 8 * digit) & 0xff) << 8 * i;
            }
            int half = (quad >> 2 ^ r >> 2) & 1;
            *(u32*)(tile + digit * PLANE + r * DEPTH_BYTES + half * 16 + (quad & 3) * 4) = four;
        }
        __syncthreads();
    }
}

// 64 x 64 outputs a block, 32 x 16 a warp; three tiles of both operands in flight. p.slice is a multiple of 32;
// p.batchX and p.batchY count tiles of planes.
KERNEL(256, ring_gemm_bytes, (Product p, const u8* __restrict__ x, const u8* __restrict__ y, u64* out)) {
    DYNAMIC_SHARED(shared);
    int t = threadIdx.x;
    int lane = t & 31;
    int warp = t >> 5;
    int group = lane >> 2;
    int member = lane & 3;
    int warpRow = (warp >> 2) * 32;
    int warpColumn = (warp & 3) * 16;
    Tile tile = tileOf(blockIdx.x, (p.m + SIDE - 1) / SIDE, (p.n + SIDE - 1) / SIDE);
    u32 tilesOfK = (u32)((p.k + DEPTH_BYTES - 1) / DEPTH_BYTES);
    u32 slice = (u32)(p.slice / DEPTH_BYTES);
    u32 begin = blockIdx.y * slice;
    u32 count = begin < tilesOfK ? lower(tilesOfK - begin, slice) : 0;
    for (u64 batch = blockIdx.z; batch < p.batch; batch += gridDim.z) {
        const u8* xb = x + (batch * p.batchX + tile.row * tilesOfK + begin) * PLANES;
        const u8* yb = y + (batch * p.batchY + tile.column * tilesOfK + begin) * PLANES;
        int diagonal[2][2][8][4];
        auto clear = [&] {
            UNROLL
            for (int i = 0; i < 2 * 2 * 8 * 4; i++) {
                diagonal[i >> 6][i >> 5 & 1][i >> 2 & 7][i & 3] = 0;
            }
        };
        auto fetch = [&](u32 k) {
            if (k < count) {
                u8* stage = shared + k % STAGES * (2 * PLANES);
                UNROLL
                for (int q = 0; q < 4; q++) {
                    int at = (t + 256 * q) * 16;
                    copyAsync16(stage + at, xb + (u64)k * PLANES + at);
                    copyAsync16(stage + PLANES + at, yb + (u64)k * PLANES + at);
                }
            }
            copyAsyncCommit();
        };
        auto flush = [&](int mode) {
            UNROLL
            for (int i = 0; i < 2; i++) {
                UNROLL
                for (int j = 0; j < 2; j++) {
                    UNROLL
                    for (int c = 0; c < 4; c++) {
                        u64 word = 0;
                        UNROLL
                        for (int s = 0; s < 8; s++) {
                            word += (u64)(u32)diagonal[i][j][s][c] << 8 * s;
                        }
                        u64 m = tile.row * SIDE + warpRow + i * 16 + group + (c >> 1) * 8;
                        u64 n = tile.column * SIDE + warpColumn + j * 8 + member * 2 + (c & 1);
                        if (m < p.m && n < p.n) {
                            put(out + (batch * p.m + m) * p.n + n, word, mode);
                        }
                    }
                }
            }
        };
        clear();
        UNROLL
        for (int s = 0; s < STAGES - 1; s++) {
            fetch(s);
        }
        int mode = p.mode;
        for (u32 k = 0; k < count; k++) {
            copyAsyncWait<STAGES - 2>();
            __syncthreads();
            fetch(k + STAGES - 1);
            const u8* xs = shared + k % STAGES * (2 * PLANES);
            const u8* ys = xs + PLANES;
            u32 yf[2][8][2];
            UNROLL
            for (int j = 0; j < 2; j++) {
                int n = warpColumn + j * 8 + group;
                int half = (n >> 2 & 1) << 4;
                UNROLL
                for (int d = 0; d < 8; d++) {
                    const u8* at = ys + d * PLANE + n * DEPTH_BYTES + member * 4;
                    yf[j][d][0] = *(const u32*)(at + half);
                    yf[j][d][1] = *(const u32*)(at + (half ^ 16));
                }
            }
            UNROLL
            for (int i = 0; i < 2; i++) {
                int r = warpRow + i * 16 + group;
                int half = (r >> 2 & 1) << 4;  // the same for rows r and r + 8
                UNROLL
                for (int d = 0; d < 8; d++) {
                    const u8* at = xs + d * PLANE + r * DEPTH_BYTES + member * 4;
                    u32 xf[4] = {
                            *(const u32*)(at + half),
                            *(const u32*)(at + 8 * DEPTH_BYTES + half),
                            *(const u32*)(at + (half ^ 16)),
                            *(const u32*)(at + 8 * DEPTH_BYTES + (half ^ 16)),
                    };
                    UNROLL
                    for (int e = 0; e + d < 8; e++) {
                        UNROLL
                        for (int j = 0; j < 2; j++) {
                            mmaBytes(diagonal[i][j][d + e], xf, yf[j][e]);
                        }
                    }
                }
            }
            if ((k + 1) % FLUSH_TILES == 0 && k + 1 < count) {
                flush(mode);
                mode = mode == STORE ? ACCUMULATE : mode;
                clear();
            }
        }
        flush(mode);
        // The next product of the batch reuses the stages.
        copyAsyncWait<0>();
        __syncthreads();
    }
}
