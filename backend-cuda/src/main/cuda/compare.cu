// Private comparison over digits modulo 67 (SecureNN, Algorithm 3; protocols.md, Comparison in three rounds), each step
// fused into one pass: differences, prefix sums, blinding, refresh and rotation.
#include "common.cuh"

#define MODULUS 67u
#define DIGITS 63
#define BLINDED 64

// out[63 e + j] = bit j of r[e] - share[63 e + j] mod 67
KERNEL(256, ring_deal_digits, (u64 n, const u64* r, const u8* share, u8* out)) {
    for (u64 i = threadNumber(); i < n * DIGITS; i += threadCount()) {
        u64 e = i / DIGITS;
        u32 bit = (u32)(r[e] >> (i - e * DIGITS)) & 1;
        out[i] = (u8)((bit + MODULUS - share[i]) % MODULUS);
    }
}

// Eight lanes a word, eight digits a lane; the sums of w above a lane's digits come by shuffles.
KERNEL(256, ring_blind_digits,
       (u64 n, u32 first, const u64* c, const u64* coins, const u8* share, const u8* multipliers, const u8* refresh,
        u8* out)) {
    u32 lane = threadIdx.x & 7;
    // Whole warps step together: the shuffles need all their lanes.
    for (u64 base = (threadNumber() & ~31ull) >> 3; base < n; base += threadCount() >> 3) {
        u64 e = base + ((threadIdx.x & 31) >> 3);
        u32 r[8] = {};
        u32 w[8] = {};
        u64 coin = 0;
        u64 t = 0;
        u32 total = 0;
        if (e < n) {
            coin = coins[e];
            t = (c[e] & ~0ull >> 1) + (coin & 1);
            UNROLL
            for (int i = 0; i < 8; i++) {
                u32 j = lane * 8 + i;
                r[i] = j < DIGITS ? share[e * DIGITS + j] : 0;
                w[i] = t >> j & 1 ? first + MODULUS - r[i] : r[i];
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
        if (e < n) {
            u32 beta = (u32)coin & 1;
            u32 rotation = (u32)(coin >> 8) & 63;
            UNROLL
            for (int i = 7; i >= 0; i--) {
                u32 j = lane * 8 + i;
                u32 bit = (u32)(t >> j) & 1;
                u32 d = (beta ? r[i] + first * (1 - bit) : first * (bit + 1) + MODULUS - r[i]) + above;
                u64 at = e * BLINDED + ((j + rotation) & 63);
                u32 u = first ? refresh[at] : MODULUS - refresh[at];
                out[at] = (u8)((multipliers[at] * d + u) % MODULUS);
                above += w[i];
            }
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
            u64 a = 0;
            u64 b = 0;
            if (wide) {
                a = load<u64>(x + at);
                b = load<u64>(y + at);
            } else {
                UNROLL
                for (int i = 0; i < 8; i++) {
                    a |= (u64)x[at + i] << 8 * i;
                    b |= (u64)y[at + i] << 8 * i;
                }
            }
            UNROLL
            for (int i = 0; i < 8; i++) {
                u32 sum = ((u32)(a >> 8 * i) & 0xff) + ((u32)(b >> 8 * i) & 0xff);
                found |= sum % MODULUS == 0;
            }
        }
        u32 votes = __ballot_sync(ALL_LANES, found);
        if (e < n && (lane & 7) == 0) {
            out[e] = (votes >> lane & 0xff) != 0;
        }
    }
}
