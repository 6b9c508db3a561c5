// Private comparison over digits modulo 67 (SecureNN, Algorithm 3; protocols.md, Comparison in three rounds), each step one
// pass: differences, prefix sums, blinding, refresh and rotation. A lane holds eight digits in a word, a byte each; words
// are loaded whole where the host found the buffers aligned (wide).
#include "common.cuh"

#define MODULUS 67u
#define DIGITS 63
#define BLINDED 64
#define LOW_DIGITS (~0ull >> 1)  // the bits 0 to 62

DEVICE u32 digitOf(u64 digits, int i) { return (u32)(digits >> 8 * i) & 0xff; }

DEVICE u64 loadDigits(const u8* from, u32 count, bool wide) {
    if (wide && count == 8) {
        return load<u64>(from);
    }
    u64 digits = 0;
    for (u32 i = 0; i < count; i++) {
        digits |= (u64)from[i] << 8 * i;
    }
    return digits;
}

// The same at any address, by the aligned words around it. Each of them holds a wanted byte, so it lies in the same
// allocation, which begins and ends at multiples of 8.
DEVICE u64 loadAnywhere(const u8* from, u32 count) {
    u32 skip = (u32)((u64)from & 7);
    u64 digits = load<u64>(from - skip) >> 8 * skip;
    if (skip + count > 8) {
        digits |= load<u64>(from - skip + 8) << 8 * (8 - skip);
    }
    return digits;
}

DEVICE void storeDigits(u8* to, u64 digits, u32 count, bool wide) {
    if (wide && count == 8) {
        store<u64>(to, digits);
        return;
    }
    for (u32 i = 0; i < count; i++) {
        to[i] = (u8)(digits >> 8 * i);
    }
}

// out[63 e + j] = bit j of r[e] - share[63 e + j] mod 67, eight of them a thread wherever words begin.
KERNEL(256, ring_deal_digits, (u64 n, int wide, const u64* r, const u8* share, u8* out)) {
    u64 total = n * DIGITS;
    for (u64 at = threadNumber() * 8; at < total; at += threadCount() * 8) {
        u32 count = lower(total - at, 8);
        u64 e = at / DIGITS;
        u32 j = (u32)(at - e * DIGITS);
        u64 bits = (r[e] & LOW_DIGITS) >> j;
        if (j + count > DIGITS) {
            bits |= r[e + 1] << (DIGITS - j);
        }
        u64 shares = loadDigits(share + at, count, wide);
        u64 digits = 0;
        UNROLL
        for (int i = 0; i < 8; i++) {
            u32 d = ((u32)(bits >> i) & 1) + MODULUS - digitOf(shares, i);
            digits |= (u64)(d < MODULUS ? d : d - MODULUS) << 8 * i;
        }
        storeDigits(out + at, digits, count, wide);
    }
}

// Eight lanes a word; the sums of w above a lane's digits, and the rotated digits, come by shuffles.
KERNEL(256, ring_blind_digits,
       (u64 n, int wide, u32 first, const u64* c, const u64* coins, const u8* share, const u8* multipliers,
        const u8* refresh, u8* out)) {
    u32 lane = threadIdx.x & 7;
    // Whole warps step together: the shuffles need all their lanes.
    for (u64 base = (threadNumber() & ~31ull) >> 3; base < n; base += threadCount() >> 3) {
        u64 e = base + ((threadIdx.x & 31) >> 3);
        u64 r = 0;
        u64 coin = 0;
        u32 bits = 0;
        u32 w[8] = {};
        u32 total = 0;
        if (e < n) {
            coin = coins[e];
            bits = (u32)((c[e] & LOW_DIGITS) + (coin & 1) >> 8 * lane) & 0xff;
            u32 count = lane < 7 ? 8 : 7;  // the top digit of r is 0
            r = loadAnywhere(share + e * DIGITS + 8 * lane, count) & ~0ull >> 8 * (8 - count);
            UNROLL
            for (int i = 0; i < 8; i++) {
                w[i] = bits >> i & 1 ? first + MODULUS - digitOf(r, i) : digitOf(r, i);
                total += w[i];
            }
        }
        u32 above = total;
        UNROLL
        for (int step = 1; step < 8; step *= 2) {
            u32 other = __shfl_down_sync(ALL_LANES, above, step, 8);
            above += lane + step < 8 ? other : 0;
        }
        above -= total;
        u32 beta = (u32)coin & 1;
        u64 differences = 0;
        UNROLL
        for (int i = 7; i >= 0; i--) {
            u32 bit = bits >> i & 1;
            u32 own = beta ? digitOf(r, i) + first * (1 - bit) : first * (bit + 1) + MODULUS - digitOf(r, i);
            differences |= (u64)((own + above) % MODULUS) << 8 * i;
            above += w[i];
        }
        // Place 8 lane + i takes digit 8 lane + i - rotation, of one lane or two neighbours.
        u32 from = (8 * lane - ((u32)(coin >> 8) & 63)) & 63;
        u32 shift = 8 * (from & 7);
        u64 low = __shfl_sync(ALL_LANES, differences, from >> 3, 8);
        u64 high = __shfl_sync(ALL_LANES, differences, (from >> 3) + 1 & 7, 8);
        u64 turned = shift ? low >> shift | high << (64 - shift) : low;
        if (e < n) {
            u64 at = e * BLINDED + 8 * lane;
            u64 s = loadDigits(multipliers + at, 8, wide);
            u64 u = loadDigits(refresh + at, 8, wide);
            u64 blinded = 0;
            UNROLL
            for (int i = 0; i < 8; i++) {
                u32 added = first ? digitOf(u, i) : MODULUS - digitOf(u, i);
                blinded |= (u64)((digitOf(s, i) * digitOf(turned, i) + added) % MODULUS) << 8 * i;
            }
            storeDigits(out + at, blinded, 8, wide);
        }
    }
}

// out[e] = 1 if x + y = 0 mod 67 at one of the 64 digits of word e. Eight lanes a word.
KERNEL(256, ring_any_zero, (u64 n, int wide, const u8* x, const u8* y, u64* out)) {
    u32 lane = threadIdx.x & 31;
    for (u64 base = (threadNumber() & ~31ull) >> 3; base < n; base += threadCount() >> 3) {
        u64 e = base + (lane >> 3);
        u32 found = 0;
        if (e < n) {
            u64 at = e * BLINDED + (lane & 7) * 8;
            u64 a = loadDigits(x + at, 8, wide);
            u64 b = loadDigits(y + at, 8, wide);
            UNROLL
            for (int i = 0; i < 8; i++) {
                u32 sum = digitOf(a, i) + digitOf(b, i);
                found |= sum == 0 || sum == MODULUS;
            }
        }
        u32 votes = __ballot_sync(ALL_LANES, found);
        if (e < n && (lane & 7) == 0) {
            out[e] = (votes >> lane & 0xff) != 0;
        }
    }
}
