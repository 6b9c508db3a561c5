// The local steps of the private comparison, digits modulo 67.

// Lanes j of `bits`, all ones where the bit is set.
short16 lanes(ushort bits) {
    ushort16 weights = (ushort16)(1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768);
    return ((ushort16)bits & weights) != (ushort16)0;
}

// Sixteen of the 63 digits of a word; the last load begins one digit early so as not to read past the end.
#define FROM(q) ((q) < 3 ? 16 * (q) : 47)

// out[63 e + j] = bit j of r[e] - share[63 e + j]
ROWS deal_digits(IN(r), IN_DIGITS(share), OUT_DIGITS(out), ulong n, ulong chunk) {
    ulong end = min(n, (get_global_id(0) + 1) * chunk);
    for (ulong e = get_global_id(0) * chunk; e < end; e++) {
        ulong v = AT(r)[e];
        uchar16 s[4];
        // All are loaded before any is stored: the output may be the input.
#pragma unroll
        for (int q = 0; q < 4; q++) s[q] = vload16(0, AT(share) + e * DIGITS + FROM(q));
#pragma unroll
        for (int q = 0; q < 4; q++) {
            uchar16 d = (convert_uchar16_sat(lanes((ushort)(v >> FROM(q))) & (short16)1)) - s[q];
            // Negative differences are large as unsigned numbers.
            vstore16(min(d, d + (uchar16)MODULUS), 0, AT(out) + e * DIGITS + FROM(q));
        }
    }
}

// v mod 67 for v < 2^13: 31301 / 2^21 is 1 / 67 closely enough.
ushort16 reduce(ushort16 v) { return v - (mul_hi(v, (ushort16)31301) >> (ushort)5) * (ushort)MODULUS; }

// Lane j: the sum of lanes j to 15.
ushort16 sums_from_here(ushort16 v) {
    v += (ushort16)(v.s12345678, v.s9abc, v.sde, v.sf, (ushort)0);
    v += (ushort16)(v.s23456789, v.sabcd, v.sef, (ushort2)0);
    v += (ushort16)(v.s456789ab, v.scdef, (ushort4)0);
    v += (ushort16)(v.s89abcdef, (ushort8)0);
    return v;
}

// d_j = first (t_j + 1) - r_j + sum_{i > j} w_i for beta = 0, r_j + first (1 - t_j) + sum for beta = 1,
// w_j = r_j where t_j = 0, first - r_j where t_j = 1; out = multiplier d +- refresh, rotated.
// Every term is kept above zero: d is at most 69 + 63 * 68 < 2^13, and so is 66 * 66 + 67.
ROWS blind_digits(uint first, IN(c), IN(coins), IN_DIGITS(share), IN_DIGITS(multipliers), IN_DIGITS(refresh),
        OUT_DIGITS(out), ulong n, ulong chunk) {
    ulong end = min(n, (get_global_id(0) + 1) * chunk);
    for (ulong e = get_global_id(0) * chunk; e < end; e++) {
        ulong coin = AT(coins)[e];
        uint beta = coin & 1;
        uint rotation = coin >> 8 & 63;
        ulong t = (AT(c)[e] & 0x7fffffffffffffffUL) + beta;
        __global const uchar *r = AT(share) + e * DIGITS;
        // Differences twice in a row, so that any rotation is a contiguous piece of 64.
        ushort d[2 * BLINDED];
        ushort16 above = 0;
#pragma unroll
        for (int q = 3; q >= 0; q--) {
            short16 bit = lanes((ushort)(t >> 16 * q));
            uchar16 loaded = vload16(0, r + FROM(q));
            if (q == 3) loaded = (uchar16)(loaded.s12345678, loaded.s9abc, loaded.sde, loaded.sf, (uchar)0);
            ushort16 digit = convert_ushort16(loaded);
            ushort16 flipped = (ushort)(first + MODULUS) - digit;
            ushort16 w = bit ? flipped : digit;
            ushort16 from_here = sums_from_here(w) + above;
            // beta = 0: first (bit + 1) - digit; beta = 1: digit + first (1 - bit); `bit` is 0 or -1.
            ushort16 own = beta ? digit + ((ushort16)(ushort)first & as_ushort16(~bit))
                                : flipped + ((ushort16)(ushort)first & as_ushort16(bit));
            own += from_here - w;
            vstore16(own, q, d);
            vstore16(own, q + 4, d);
            above = (ushort16)from_here.s0;
        }
        __global const uchar *s = AT(multipliers) + e * BLINDED;
        __global const uchar *u = AT(refresh) + e * BLINDED;
        __global uchar *o = AT(out) + e * BLINDED;
        const ushort *turned = d + BLINDED - rotation;
#pragma unroll
        for (uint q = 0; q < BLINDED / 16; q++) {
            ushort16 refreshed = convert_ushort16(vload16(q, u));
            if (!first) refreshed = (ushort)MODULUS - refreshed;
            ushort16 v = reduce(vload16(q, turned)) * convert_ushort16(vload16(q, s)) + refreshed;
            vstore16(convert_uchar16(reduce(v)), q, o);
        }
    }
}

// out[e] = some x + y = 0 mod 67; both are below 67, so the sum is 0 or 67.
ROWS any_zero(IN_DIGITS(x), IN_DIGITS(y), OUT(out), ulong n, ulong chunk) {
    ulong end = min(n, (get_global_id(0) + 1) * chunk);
    for (ulong e = get_global_id(0) * chunk; e < end; e++) {
        char16 found = 0;
#pragma unroll
        for (uint q = 0; q < BLINDED / 16; q++) {
            uchar16 s = vload16(q, AT(x) + e * BLINDED) + vload16(q, AT(y) + e * BLINDED);
            found |= s == (uchar16)0 | s == (uchar16)67;
        }
        AT(out)[e] = any(found) ? 1 : 0;
    }
}
