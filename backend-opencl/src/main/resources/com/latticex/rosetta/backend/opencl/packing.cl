// Digits modulo 67, 21 in two words: ten in each, and of the last digit the tens above the first ten, the ones above the
// second. One group of 21 a step; 67^5 cuts ten digits into two chains that run side by side.

#define SMALL 10
#define GROUP_DIGITS 21
#define FIVE 1350125107UL

// Ten digits and what stands above them.
ulong ten(__global const uchar *d, ulong above) {
    ulong high = above;
    ulong low = 0;
#pragma unroll
    for (int i = 4; i >= 0; i--) {
        high = high * MODULUS + d[5 + i];
        low = low * MODULUS + d[i];
    }
    return high * FIVE + low;
}

ROWS pack_digits(IN_DIGITS(x), OUT(out), ulong n, ulong chunk) {
    ulong groups = (n + GROUP_DIGITS - 1) / GROUP_DIGITS;
    ulong end = min(groups, (get_global_id(0) + 1) * chunk);
    for (ulong g = get_global_id(0) * chunk; g < end; g++) {
        ulong from = g * GROUP_DIGITS;
        __global const uchar *d = AT(x) + from;
        __global ulong *target = AT(out) + 2 * g;
        if (from + GROUP_DIGITS <= n) {
            uint shared = d[2 * SMALL];
            target[0] = ten(d, shared / 10);
            target[1] = ten(d + SMALL, shared % 10);
        } else {
            for (; from < n; from += SMALL, target++) {
                ulong value = 0;
                for (ulong i = min(from + SMALL, n); i-- > from;) value = value * MODULUS + AT(x)[i];
                *target = value;
            }
        }
    }
}

// Writes ten digits and returns what stands above them.
ulong split(ulong value, __global uchar *out) {
    ulong high = value / FIVE;
    ulong low = value - high * FIVE;
#pragma unroll
    for (int i = 0; i < 5; i++) {
        ulong next_low = low / MODULUS;
        out[i] = (uchar)(low - next_low * MODULUS);
        low = next_low;
        ulong next_high = high / MODULUS;
        out[5 + i] = (uchar)(high - next_high * MODULUS);
        high = next_high;
    }
    return high;
}

ROWS unpack_digits(IN(packed), OUT_DIGITS(out), ulong n, ulong chunk) {
    ulong groups = (n + GROUP_DIGITS - 1) / GROUP_DIGITS;
    ulong end = min(groups, (get_global_id(0) + 1) * chunk);
    for (ulong g = get_global_id(0) * chunk; g < end; g++) {
        ulong from = g * GROUP_DIGITS;
        __global const ulong *p = AT(packed) + 2 * g;
        __global uchar *target = AT(out) + from;
        if (from + GROUP_DIGITS <= n) {
            ulong tens = split(p[0], target);
            ulong ones = split(p[1], target + SMALL);
            target[2 * SMALL] = (uchar)((tens * 10 + ones) % MODULUS);
        } else {
            for (; from < n; from += SMALL, p++) {
                ulong value = *p;
                for (ulong i = from; i < min(from + SMALL, n); i++) {
                    AT(out)[i] = (uchar)(value % MODULUS);
                    value /= MODULUS;
                }
            }
        }
    }
}
