// Digits modulo 67, 21 in two words: ten in each, and of the last digit the tens above the first ten, the ones above the
// second. A thread takes a group of 21; 67^5 cuts ten digits into two chains that run side by side.
#include "common.cuh"

#define GROUP_DIGITS 21
#define BASE 67u
#define FIVE 1350125107ull

// Ten digits and what stands above them.
DEVICE u64 packTen(const u8* d, u64 above) {
    u64 high = above;
    u64 low = 0;
    UNROLL
    for (int i = 4; i >= 0; i--) {
        high = high * BASE + d[5 + i];
        low = low * BASE + d[i];
    }
    return high * FIVE + low;
}

// So few digits that one word holds them.
DEVICE u64 packFew(const u8* d, u32 count) {
    u64 word = 0;
    while (count-- > 0) {
        word = word * BASE + d[count];
    }
    return word;
}

KERNEL(256, ring_pack_digits, (u64 n, const u8* digits, u64* out)) {
    u64 groups = (n + GROUP_DIGITS - 1) / GROUP_DIGITS;
    for (u64 g = threadNumber(); g < groups; g += threadCount()) {
        const u8* d = digits + g * GROUP_DIGITS;
        u32 count = lower(n - g * GROUP_DIGITS, GROUP_DIGITS);
        if (count == GROUP_DIGITS) {
            out[2 * g] = packTen(d, d[20] / 10);
            out[2 * g + 1] = packTen(d + 10, d[20] % 10);
        } else {
            out[2 * g] = packFew(d, lower(count, 10));
            if (count > 10) {
                out[2 * g + 1] = packFew(d + 10, count - 10);
            }
        }
    }
}

// Writes ten digits and returns what stands above them.
DEVICE u64 unpackTen(u64 word, u8* out) {
    u64 high = word / FIVE;
    u64 low = word - high * FIVE;
    UNROLL
    for (int i = 0; i < 5; i++) {
        u64 nextLow = low / BASE;
        out[i] = (u8)(low - nextLow * BASE);
        low = nextLow;
        u64 nextHigh = high / BASE;
        out[5 + i] = (u8)(high - nextHigh * BASE);
        high = nextHigh;
    }
    return high;
}

// A warp gathers its 32 groups in shared memory and stores them together.
KERNEL(256, ring_unpack_digits, (u64 n, int wide, const u64* packed, u8* out)) {
    __shared__ u32 rowWords[256 * GROUP_DIGITS / 4];
    u8* rows = (u8*)rowWords + (threadIdx.x & ~31u) * GROUP_DIGITS;
    u32 lane = threadIdx.x & 31;
    u64 groups = (n + GROUP_DIGITS - 1) / GROUP_DIGITS;
    u64 words = n / GROUP_DIGITS * 2 + (n % GROUP_DIGITS + 9) / 10;
    for (u64 first = threadNumber() - lane; first < groups; first += threadCount()) {
        u64 g = first + lane;
        if (g < groups) {
            u8* row = rows + lane * GROUP_DIGITS;
            u64 tens = unpackTen(packed[2 * g], row);
            u64 ones = 2 * g + 1 < words ? unpackTen(packed[2 * g + 1], row + 10) : 0;
            row[20] = (u8)((tens * 10 + ones) % BASE);
        }
        __syncwarp();
        u64 begin = first * GROUP_DIGITS;
        u32 length = lower(n - begin, 32 * GROUP_DIGITS);
        if (wide) {
            for (u32 i = lane; i < length / 4; i += 32) {
                store<u32>(out + begin + 4 * i, load<u32>(rows + 4 * i));
            }
        }
        for (u32 i = (wide ? length & ~3u : 0) + lane; i < length; i += 32) {
            out[begin + i] = rows[i];
        }
        __syncwarp();
    }
}
