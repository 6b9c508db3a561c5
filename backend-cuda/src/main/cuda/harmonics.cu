// Cosines and sines in integers with 30 fraction bits: word for word the definition in Trigonometry.java.
#include "common.cuh"

#define ENTRIES 1024

DEVICE long long roundProduct(long long product) { return (product + (1ll << 29)) >> 30; }

// tables: cos a, sin a, cos b, sin b of the angle's top ten bits a and next ten bits b; turn is 2 pi 2^20, rounded.
KERNEL(256, ring_harmonics,
       (u64 n, int bits, int step, int count, u64 turn, const int* tables, const u64* x, u64* cosines, u64* sines)) {
    for (u64 e = threadNumber(); e < n; e += threadCount()) {
        u64 word = x[e];
        for (int h = 0; h < count; h++) {
            u64 angle = word * (u64)(1 + h * step) << (64 - bits);
            u32 a = (u32)(angle >> 54);
            u32 b = (u32)(angle >> 44) & (ENTRIES - 1);
            long long cosA = tables[a];
            long long sinA = tables[ENTRIES + a];
            long long cosB = tables[2 * ENTRIES + b];
            long long sinB = tables[3 * ENTRIES + b];
            long long cosine = roundProduct(cosA * cosB - sinA * sinB);
            long long sine = roundProduct(sinA * cosB + cosA * sinB);
            long long low = roundProduct((long long)((angle >> 24 & 0xfffff) * turn));
            cosines[h * n + e] = (u64)(cosine - roundProduct(sine * low));
            sines[h * n + e] = (u64)(sine + roundProduct(cosine * low));
        }
    }
}
