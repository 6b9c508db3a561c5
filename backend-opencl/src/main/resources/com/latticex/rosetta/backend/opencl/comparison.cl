// The local steps of the private comparison, digits modulo 67.

// out[63 e + j] = bit j of r[e] - share[63 e + j]
ROWS deal_digits(IN(r), IN_DIGITS(share), OUT_DIGITS(out), ulong n, ulong chunk) {
    ulong end = min(n, (get_global_id(0) + 1) * chunk);
    for (ulong e = get_global_id(0) * chunk; e < end; e++) {
        ulong v = AT(r)[e];
        __global const uchar *s = AT(share) + e * DIGITS;
        __global uchar *o = AT(out) + e * DIGITS;
        for (uint j = 0; j < DIGITS; j++) {
            uint d = (uint)(v >> j & 1) - s[j];
            // Negative differences are huge as unsigned numbers.
            o[j] = (uchar)min(d, d + MODULUS);
        }
    }
}

// v mod 67 for v < 2^13: 31301 / 2^21 is 1 / 67 closely enough.
ushort16 reduce(ushort16 v) { return v - (mul_hi(v, (ushort16)31301) >> (ushort)5) * (ushort)MODULUS; }

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
        uint sum = 0;
        for (int j = BLINDED - 1; j >= 0; j--) {
            uint bit = t >> j & 1;
            uint digit = j < DIGITS ? r[j] : 0;
            uint flipped = first + MODULUS - digit;
            uint own = beta ? digit + first * (1 - bit) : flipped + first * bit;
            d[j] = d[j + BLINDED] = (ushort)(own + sum);
            sum += bit ? flipped : digit;
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
