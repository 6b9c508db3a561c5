// AES-128 in counter mode, and digits drawn from it by rejection.
//
// The round keys arrive as 22 words in three parameters, each word two little-endian columns of four bytes. A block is
// a ulong2 of little-endian words, as the stream is defined. Two ciphers: the processor's AES instruction where the
// device is a processor that has one, else the usual table of 256 columns, kept in local memory.

#if defined(__AES__) && defined(__has_builtin) && !defined(TABLE_AES)
#if __has_builtin(__builtin_ia32_aesenc128)
#define AES_INSTRUCTION
#endif
#endif

#define KEYS ulong16 ka, ulong4 kb, ulong2 kc
#define GROUP_DIGITS 64

ulong swap(ulong x) { return as_ulong(as_uchar8(x).s76543210); }

ulong2 counter(ulong nonce, ulong i) { return (ulong2)(swap(nonce), swap(i)); }

#ifdef AES_INSTRUCTION

#define TABLE
#define LOAD_TABLE
#define USE_TABLE

typedef struct {
    long2 k[11];
} Keys;

Keys schedule(KEYS) {
    Keys keys;
    ulong flat[22];
    vstore16(ka, 0, flat);
    vstore4(kb, 0, flat + 16);
    vstore2(kc, 0, flat + 20);
    for (int r = 0; r < 11; r++) keys.k[r] = as_long2(vload2(r, flat));
    return keys;
}

ulong2 encrypt(const Keys *keys, ulong2 block) {
    long2 s = as_long2(block) ^ keys->k[0];
    for (int r = 1; r < 10; r++) s = __builtin_ia32_aesenc128(s, keys->k[r]);
    return as_ulong2(__builtin_ia32_aesenclast128(s, keys->k[10]));
}

#else

__constant uchar SBOX[256] = {
    0x63, 0x7c, 0x77, 0x7b, 0xf2, 0x6b, 0x6f, 0xc5, 0x30, 0x01, 0x67, 0x2b, 0xfe, 0xd7, 0xab, 0x76,
    0xca, 0x82, 0xc9, 0x7d, 0xfa, 0x59, 0x47, 0xf0, 0xad, 0xd4, 0xa2, 0xaf, 0x9c, 0xa4, 0x72, 0xc0,
    0xb7, 0xfd, 0x93, 0x26, 0x36, 0x3f, 0xf7, 0xcc, 0x34, 0xa5, 0xe5, 0xf1, 0x71, 0xd8, 0x31, 0x15,
    0x04, 0xc7, 0x23, 0xc3, 0x18, 0x96, 0x05, 0x9a, 0x07, 0x12, 0x80, 0xe2, 0xeb, 0x27, 0xb2, 0x75,
    0x09, 0x83, 0x2c, 0x1a, 0x1b, 0x6e, 0x5a, 0xa0, 0x52, 0x3b, 0xd6, 0xb3, 0x29, 0xe3, 0x2f, 0x84,
    0x53, 0xd1, 0x00, 0xed, 0x20, 0xfc, 0xb1, 0x5b, 0x6a, 0xcb, 0xbe, 0x39, 0x4a, 0x4c, 0x58, 0xcf,
    0xd0, 0xef, 0xaa, 0xfb, 0x43, 0x4d, 0x33, 0x85, 0x45, 0xf9, 0x02, 0x7f, 0x50, 0x3c, 0x9f, 0xa8,
    0x51, 0xa3, 0x40, 0x8f, 0x92, 0x9d, 0x38, 0xf5, 0xbc, 0xb6, 0xda, 0x21, 0x10, 0xff, 0xf3, 0xd2,
    0xcd, 0x0c, 0x13, 0xec, 0x5f, 0x97, 0x44, 0x17, 0xc4, 0xa7, 0x7e, 0x3d, 0x64, 0x5d, 0x19, 0x73,
    0x60, 0x81, 0x4f, 0xdc, 0x22, 0x2a, 0x90, 0x88, 0x46, 0xee, 0xb8, 0x14, 0xde, 0x5e, 0x0b, 0xdb,
    0xe0, 0x32, 0x3a, 0x0a, 0x49, 0x06, 0x24, 0x5c, 0xc2, 0xd3, 0xac, 0x62, 0x91, 0x95, 0xe4, 0x79,
    0xe7, 0xc8, 0x37, 0x6d, 0x8d, 0xd5, 0x4e, 0xa9, 0x6c, 0x56, 0xf4, 0xea, 0x65, 0x7a, 0xae, 0x08,
    0xba, 0x78, 0x25, 0x2e, 0x1c, 0xa6, 0xb4, 0xc6, 0xe8, 0xdd, 0x74, 0x1f, 0x4b, 0xbd, 0x8b, 0x8a,
    0x70, 0x3e, 0xb5, 0x66, 0x48, 0x03, 0xf6, 0x0e, 0x61, 0x35, 0x57, 0xb9, 0x86, 0xc1, 0x1d, 0x9e,
    0xe1, 0xf8, 0x98, 0x11, 0x69, 0xd9, 0x8e, 0x94, 0x9b, 0x1e, 0x87, 0xe9, 0xce, 0x55, 0x28, 0xdf,
    0x8c, 0xa1, 0x89, 0x0d, 0xbf, 0xe6, 0x42, 0x68, 0x41, 0x99, 0x2d, 0x0f, 0xb0, 0x54, 0xbb, 0x16
};

#define TABLE , __local const uint *table
#define LOAD_TABLE                                                                       \
    __local uint table[256];                                                             \
    for (uint t = get_local_id(0); t < 256; t += get_local_size(0)) {                    \
        uint s = SBOX[t];                                                                \
        uint twice = (s << 1 ^ (s >> 7) * 0x11bu) & 0xff;                                \
        table[t] = twice | s << 8 | s << 16 | (s ^ twice) << 24;                         \
    }                                                                                    \
    barrier(CLK_LOCAL_MEM_FENCE);
#define USE_TABLE , table

typedef struct {
    uint k[44];
} Keys;

Keys schedule(KEYS) {
    Keys keys;
    ulong flat[22];
    vstore16(ka, 0, flat);
    vstore4(kb, 0, flat + 16);
    vstore2(kc, 0, flat + 20);
    for (int i = 0; i < 22; i++) {
        keys.k[2 * i] = (uint)flat[i];
        keys.k[2 * i + 1] = (uint)(flat[i] >> 32);
    }
    return keys;
}

// SubBytes, ShiftRows and MixColumns of one column: table entry s is (2, 1, 1, 3) * S(s), rotated for each row.
#define MIX(c0, c1, c2, c3, key)                                                                       \
    (table[c0 & 0xff] ^ rotate(table[c1 >> 8 & 0xff], 8u) ^ rotate(table[c2 >> 16 & 0xff], 16u) ^      \
     rotate(table[c3 >> 24], 24u) ^ key)
// The second byte of an entry is the S-box itself.
#define LAST(c0, c1, c2, c3, key)                                                                      \
    (((table[c0 & 0xff] >> 8 & 0xff) | (table[c1 >> 8 & 0xff] & 0xff00) |                              \
      (table[c2 >> 16 & 0xff] & 0xff0000) | (table[c3 >> 24] << 16 & 0xff000000)) ^ key)

ulong2 encrypt(const Keys *keys, ulong2 block TABLE) {
    uint a = (uint)block.x ^ keys->k[0];
    uint b = (uint)(block.x >> 32) ^ keys->k[1];
    uint c = (uint)block.y ^ keys->k[2];
    uint d = (uint)(block.y >> 32) ^ keys->k[3];
    for (int r = 4; r < 40; r += 4) {
        uint e = MIX(a, b, c, d, keys->k[r]);
        uint f = MIX(b, c, d, a, keys->k[r + 1]);
        uint g = MIX(c, d, a, b, keys->k[r + 2]);
        uint h = MIX(d, a, b, c, keys->k[r + 3]);
        a = e;
        b = f;
        c = g;
        d = h;
    }
    uint e = LAST(a, b, c, d, keys->k[40]);
    uint f = LAST(b, c, d, a, keys->k[41]);
    uint g = LAST(c, d, a, b, keys->k[42]);
    uint h = LAST(d, a, b, c, keys->k[43]);
    return (ulong2)(e | (ulong)f << 32, g | (ulong)h << 32);
}

#endif

// Words 2i and 2i + 1 from block i; `chunk` blocks a work-item.
ROWS random_words(KEYS, ulong nonce, OUT(out), ulong n, ulong chunk) {
    LOAD_TABLE
    Keys keys = schedule(ka, kb, kc);
    ulong i = get_global_id(0) * chunk;
    ulong whole = min(n / 2, i + chunk);
#ifdef AES_INSTRUCTION
    // Eight blocks at once hide the instruction's latency.
    for (; i + 8 <= whole; i += 8) {
        long2 s[8];
#pragma unroll
        for (int b = 0; b < 8; b++) s[b] = as_long2(counter(nonce, i + b)) ^ keys.k[0];
#pragma unroll
        for (int r = 1; r < 10; r++) {
#pragma unroll
            for (int b = 0; b < 8; b++) s[b] = __builtin_ia32_aesenc128(s[b], keys.k[r]);
        }
#pragma unroll
        for (int b = 0; b < 8; b++)
            vstore2(as_ulong2(__builtin_ia32_aesenclast128(s[b], keys.k[10])), 0, AT(out) + 2 * (i + b));
    }
#endif
    for (; i < whole; i++) vstore2(encrypt(&keys, counter(nonce, i) USE_TABLE), 0, AT(out) + 2 * i);
    if (2 * i + 1 == n && i < (get_global_id(0) + 1) * chunk) {
        AT(out)[2 * i] = encrypt(&keys, counter(nonce, i) USE_TABLE).x;
    }
}

// One group of 64 digits from bytes of its own: a candidate byte below `limit` becomes byte mod `modulus` + `least`.
// The first 96 bytes suffice for all but one group in a few hundred; then come four times 256 bytes of other streams.
ROWS random_digits(KEYS, ulong nonce, uint limit, uint modulus, uint least, OUT_DIGITS(out), ulong n, ulong chunk) {
    LOAD_TABLE
    Keys keys = schedule(ka, kb, kc);
    ulong groups = (n + GROUP_DIGITS - 1) / GROUP_DIGITS;
    ulong end = min(groups, (get_global_id(0) + 1) * chunk);
    for (ulong g = get_global_id(0) * chunk; g < end; g++) {
        ulong raw[32];
        uchar digits[96 + GROUP_DIGITS];
        uint found = 0;
#pragma unroll
        for (uint b = 0; b < 6; b++) vstore2(encrypt(&keys, counter(nonce, 6 * g + b) USE_TABLE), b, raw);
        // Candidates are written whether accepted or not, and counted when accepted: no branch to mispredict.
        for (uint w = 0; w < 12; w++) {
#pragma unroll
            for (uint b = 0; b < 64; b += 8) {
                uint candidate = raw[w] >> b & 0xff;
                digits[found] = (uchar)candidate;
                found += candidate < limit;
            }
        }
        for (uint attempt = 1; found < GROUP_DIGITS && attempt <= 4; attempt++) {
            ulong other = nonce ^ 1UL << (64 - attempt);
            for (uint b = 0; b < 16; b++) vstore2(encrypt(&keys, counter(other, 16 * g + b) USE_TABLE), b, raw);
            for (uint i = 0; i < 256 && found < GROUP_DIGITS; i++) {
                uint candidate = raw[i / 8] >> 8 * (i % 8) & 0xff;
                digits[found] = (uchar)candidate;
                found += candidate < limit;
            }
        }
        // A group still short after 1120 candidates has probability below 2^-1000.
        __global uchar *target = AT(out) + g * GROUP_DIGITS;
        bool full = (g + 1) * GROUP_DIGITS <= n;
#pragma unroll
        for (uint q = 0; q < GROUP_DIGITS / 16; q++) {
            // An accepted byte is below 3 modulus.
            uchar16 v = vload16(q, digits);
            uchar16 m = (uchar16)(uchar)modulus;
            v -= v >= m + m ? m + m : v >= m ? m : (uchar16)0;
            v += (uchar16)(uchar)least;
            if (full) {
                vstore16(v, q, target);
            } else {
                vstore16(v, q, digits);
            }
        }
        for (ulong i = 0; !full && i < n - g * GROUP_DIGITS; i++) target[i] = digits[i];
    }
}
