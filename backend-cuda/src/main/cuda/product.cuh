// What the matrix-product kernels share: the shape, the order of tiles and the three ways to store.
#pragma once
#include "common.cuh"

#define STORE 0
#define ACCUMULATE 1
#define ATOMIC 2  // several slices of k meet in one output, which the host has cleared unless it accumulates

// out[b] = op(x[b]) op(y[b]). Slices of k are numbered by blockIdx.y; batchX and batchY are the words between two
// matrices, 0 for one that serves the whole batch.
struct Product {
    u64 m, n, k, batch, batchX, batchY, slice;
    int transposeX, transposeY, mode, unused;
};

struct Tile {
    u64 row, column;
};

// Tiles are visited in groups of eight rows of tiles, so that what runs at once shares operands in the L2 cache.
DEVICE Tile tileOf(u64 number, u64 tilesDown, u64 tilesAcross) {
    u64 group = number / (8 * tilesAcross);
    u64 rest = number % (8 * tilesAcross);
    u64 height = lower(tilesDown - group * 8, 8);
    return Tile{group * 8 + rest % height, rest / height};
}

DEVICE void put(u64* out, u64 value, int mode) {
    if (mode == STORE) {
        *out = value;
    } else if (mode == ACCUMULATE) {
        *out += value;
    } else {
        atomicAdd(out, value);
    }
}
