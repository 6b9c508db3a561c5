// AES-128 in counter mode (NIST SP 800-38A): the stream every party and every device derives from one seed.
#include "aes.cuh"

KERNEL(256, ring_random, (u64 n, int wide, u64 nonce, RoundKeys key, u64* out)) {
    __shared__ u32 table[AES_TABLE_WORDS];
    aesTable(table);
    for (u64 i = threadNumber(); i < (n + 1) / 2; i += threadCount()) {
        u32 block[4];
        aesCounter(table, key, nonce, i, block);
        Pair words = {block[0] | (u64)block[1] << 32, block[2] | (u64)block[3] << 32};
        if (wide && 2 * i + 1 < n) {
            store<Pair>(out + 2 * i, words);
        } else {
            out[2 * i] = words.x;
            if (2 * i + 1 < n) {
                out[2 * i + 1] = words.y;
            }
        }
    }
}

#define GROUP 64
#define ROW 68  // bytes of a group's row in shared memory: an odd number of banks, so that rows do not conflict

// Digits by exact rejection, one thread a group of 64: candidates above limit are rejected, digit = byte mod modulus +
// offset. The first 96 bytes of a group come from the stream at nonce, 256 more each from nonce with bit 63, 62, 61, 60
// inverted.
KERNEL(128, ring_digits,
       (u64 n, int wide, u64 nonce, RoundKeys key, u32 limit, u32 modulus, u32 offset, u8* out)) {
    __shared__ u32 table[AES_TABLE_WORDS];
    __shared__ u32 rowWords[128 * ROW / 4];
    u8* rows = (u8*)rowWords;
    aesTable(table);
    u64 groups = (n + GROUP - 1) / GROUP;
    u32 warp = threadIdx.x >> 5;
    u32 lane = threadIdx.x & 31;
    u8* row = rows + threadIdx.x * ROW;
    // Whole warps step together, so that they may store each other's rows.
    for (u64 first = (u64)blockIdx.x * 128 + warp * 32; first < groups; first += (u64)gridDim.x * 128) {
        u64 g = first + lane;
        u32 wanted = g < groups ? lower(n - g * GROUP, GROUP) : 0;
        u32 found = 0;
        for (int retry = 0; retry <= 4 && found < wanted; retry++) {
            u64 stream = retry ? nonce ^ 1ull << (64 - retry) : nonce;
            u32 blocks = retry ? 16 : 6;
            for (u32 b = 0; b < blocks && found < wanted; b++) {
                u32 block[4];
                aesCounter(table, key, stream, g * blocks + b, block);
                for (int i = 0; i < 16 && found < wanted; i++) {
                    u32 candidate = block[i >> 2] >> 8 * (i & 3) & 0xff;
                    if (candidate <= limit) {
                        row[found++] = (u8)(candidate % modulus + offset);
                    }
                }
            }
        }
        if (found < wanted) {
            fail();
        }
        __syncwarp();
        const u8* warpRows = rows + warp * 32 * ROW;
        u64 begin = first * GROUP;
        u32 length = lower(n - begin, 32 * GROUP);
        if (wide) {
            for (u32 i = lane; i < length / 4; i += 32) {
                store<u32>(out + begin + 4 * i, load<u32>(warpRows + i / 16 * ROW + i % 16 * 4));
            }
        }
        for (u32 i = (wide ? length & ~3u : 0) + lane; i < length; i += 32) {
            out[begin + i] = warpRows[i / GROUP * ROW + i % GROUP];
        }
        __syncwarp();
    }
}
