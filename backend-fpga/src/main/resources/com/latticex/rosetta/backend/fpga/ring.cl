// Ring arithmetic as single work-item kernels for FPGA boards.
//
// Every kernel is one work-item that walks its data once in a pipelined loop; arrays marked REGISTERS become registers
// and loops marked UNROLL become parallel hardware. Kernels use the common subset of OpenCL C and C: scalars and
// pointers only, no vector types, no work-item functions. They meet through global memory, not through channels: the
// host keeps one in-order queue, where a kernel that waits for the next one's channel would wait for ever.
//
// A buffer x is two parameters, its memory and x_at, where the view begins.

#if defined(INTELFPGA_CL)
#define TASK __attribute__((max_global_work_dim(0))) __attribute__((reqd_work_group_size(1, 1, 1))) __kernel void
#define UNROLL _Pragma("unroll")
#define PIPELINE _Pragma("ii 1")
#define REGISTERS __attribute__((register))
#elif defined(__xilinx__) || defined(__VITIS_CL__)
#define TASK __kernel __attribute__((reqd_work_group_size(1, 1, 1))) void
#define UNROLL __attribute__((opencl_unroll_hint))
#define PIPELINE __attribute__((xcl_pipeline_loop(1)))
#define REGISTERS __attribute__((xcl_array_partition(complete, 0)))
#else
#define TASK __kernel __attribute__((reqd_work_group_size(1, 1, 1))) void
#define UNROLL _Pragma("unroll")
#define PIPELINE
#define REGISTERS
#endif

#define IN(x) __global const ulong *x, ulong x##_at
#define OUT(x) __global ulong *x, ulong x##_at
#define IN_DIGITS(x) __global const uchar *x, ulong x##_at
#define OUT_DIGITS(x) __global uchar *x, ulong x##_at
#define AT(x) (x + x##_at)

#define MODULUS 67u
#define DIGITS 63
#define BLINDED 64

// Rows and columns of the multiply-accumulate array; the manifest repeats them.
#ifndef TILE
#define TILE 8
#endif

// ---- elementwise

// Bits 62 to 125 of the product of an unsigned a and a signed b, from four products of half words.
ulong scaled(ulong a, ulong b) {
    ulong low = (a & 0xffffffffUL) * (b & 0xffffffffUL);
    ulong cross = (a >> 32) * (b & 0xffffffffUL) + (low >> 32);
    ulong other = (a & 0xffffffffUL) * (b >> 32) + (cross & 0xffffffffUL);
    ulong high = (a >> 32) * (b >> 32) + (cross >> 32) + (other >> 32);
    if (b >> 63) high -= a;
    return high << 2 | other >> 30 & 3;
}

// One arithmetic unit for all simple kernels: the operation is fixed while a stream passes through.
TASK f_map(uint operation, IN(x), IN(y), ulong k, ulong c, OUT(out), ulong n) {
    PIPELINE for (ulong i = 0; i < n; i++) {
        ulong a = operation == 0 ? 0 : AT(x)[i];
        ulong b = operation >= 1 && operation <= 4 || operation >= 8 ? AT(y)[i] : 0;
        ulong result = c;
        if (operation == 1) result = a + b;
        if (operation == 2) result = a - b;
        if (operation == 3) result = a * b;
        if (operation == 4) result = AT(out)[i] + a * b;
        if (operation == 5) result = a * k + c;
        if (operation == 6) result = a >> k;
        if (operation == 7) result = a & k;
        if (operation == 8) result = a ^ b;
        if (operation == 9) result = a & b;
        if (operation == 10) result = scaled(a, b);
        AT(out)[i] = result;
    }
}

// first mx my - mx b - my a + ab
TASK f_beaver(ulong first, IN(mx), IN(my), IN(a), IN(b), IN(ab), OUT(out), ulong n) {
    PIPELINE for (ulong i = 0; i < n; i++) {
        ulong p = AT(mx)[i];
        ulong q = AT(my)[i];
        AT(out)[i] = AT(ab)[i] + p * (first * q - AT(b)[i]) - q * AT(a)[i];
    }
}

// first AND mx AND my XOR mx AND b XOR my AND a XOR ab
TASK f_conjoin(ulong first, IN(mx), IN(my), IN(a), IN(b), IN(ab), OUT(out), ulong n) {
    PIPELINE for (ulong i = 0; i < n; i++) {
        ulong p = AT(mx)[i];
        ulong q = AT(my)[i];
        AT(out)[i] = AT(ab)[i] ^ (p & ((q & (0 - first)) ^ AT(b)[i])) ^ (q & AT(a)[i]);
    }
}

// first ((c >> f) - 2^(62-f)) - shifted + 2^(64-f) (1 - c_63) top
TASK f_truncate(ulong first, ulong f, IN(c), IN(shifted), IN(top), OUT(out), ulong n) {
    PIPELINE for (ulong i = 0; i < n; i++) {
        ulong v = AT(c)[i];
        ulong below = first * ((v >> f) - (1UL << (62 - f)));
        AT(out)[i] = below - AT(shifted)[i] + ((1 - (v >> 63)) * AT(top)[i] << (64 - f));
    }
}

// ---- by shape

// A dense output from a strided input, dimensions innermost first. A counter a dimension replaces all divisions.
TASK f_gather(IN(x), ulong offset, ulong e0, ulong e1, ulong e2, ulong e3, ulong e4, ulong e5, ulong e6, ulong e7,
        long s0, long s1, long s2, long s3, long s4, long s5, long s6, long s7, OUT(out), ulong n) {
    ulong extent[8] REGISTERS = {e0, e1, e2, e3, e4, e5, e6, e7};
    long stride[8] REGISTERS = {s0, s1, s2, s3, s4, s5, s6, s7};
    ulong index[8] REGISTERS = {0, 0, 0, 0, 0, 0, 0, 0};
    long from = (long)offset;
    PIPELINE for (ulong i = 0; i < n; i++) {
        AT(out)[i] = AT(x)[from];
        bool carry = true;
        UNROLL for (int d = 0; d < 8; d++) {
            if (carry) {
                carry = index[d] + 1 == extent[d];
                from += carry ? -(long)index[d] * stride[d] : stride[d];
                index[d] = carry ? 0 : index[d] + 1;
            }
        }
    }
}

// out[o][j] = sum over the axis of x[o][axis][j]
TASK f_sum(IN(x), ulong outer, ulong axis, ulong inner, OUT(out)) {
    for (ulong o = 0; o < outer; o++) {
        for (ulong j = 0; j < inner; j++) {
            ulong total = 0;
            PIPELINE for (ulong k = 0; k < axis; k++) total += AT(x)[(o * axis + k) * inner + j];
            AT(out)[o * inner + j] = total;
        }
    }
}

// ---- windows over images: of each axis the extents and distances in the order of WindowAxis

#define AXES                                                                                              \
    long row_in, long row_taps, long row_stride, long row_dilation, long row_before, long row_out,        \
    long column_in, long column_taps, long column_stride, long column_dilation, long column_before,       \
    long column_out, long channels

// Every window by itself, in the order of the output; positions outside the images are 0.
TASK f_unfold(IN(x), AXES, OUT(out), ulong batch) {
    __global ulong *target = AT(out);
    for (ulong image = 0; image < batch; image++) {
        for (long i = 0; i < row_out; i++) {
            for (long j = 0; j < column_out; j++) {
                for (long k = 0; k < row_taps; k++) {
                    long row = i * row_stride + k * row_dilation - row_before;
                    bool inside_row = row >= 0 && row < row_in;
                    for (long l = 0; l < column_taps; l++) {
                        long column = j * column_stride + l * column_dilation - column_before;
                        bool inside = inside_row && column >= 0 && column < column_in;
                        long from = (((long)image * row_in + row) * column_in + column) * channels;
                        PIPELINE for (long c = 0; c < channels; c++) target[c] = inside ? AT(x)[from + c] : 0;
                        target += channels;
                    }
                }
            }
        }
    }
}

// The way back: every word of the windows is added to the position it was read from.
TASK f_fold(IN(unfolded), AXES, uint accumulate, OUT(out), ulong batch) {
    __global const ulong *source = AT(unfolded);
    ulong n = accumulate ? 0 : batch * (ulong)(row_in * column_in * channels);
    PIPELINE for (ulong i = 0; i < n; i++) AT(out)[i] = 0;
    for (ulong image = 0; image < batch; image++) {
        for (long i = 0; i < row_out; i++) {
            for (long j = 0; j < column_out; j++) {
                for (long k = 0; k < row_taps; k++) {
                    long row = i * row_stride + k * row_dilation - row_before;
                    bool inside_row = row >= 0 && row < row_in;
                    for (long l = 0; l < column_taps; l++) {
                        long column = j * column_stride + l * column_dilation - column_before;
                        if (inside_row && column >= 0 && column < column_in) {
                            long to = (((long)image * row_in + row) * column_in + column) * channels;
                            PIPELINE for (long c = 0; c < channels; c++) AT(out)[to + c] += source[c];
                        }
                        source += channels;
                    }
                }
            }
        }
    }
}

// ---- matrix product: f_pack twice, f_gemm, f_unpack

// An operand as panels of TILE rows, term by term, padded by zeros: element (i, l) is x[i * row + l * column].
TASK f_pack(IN(x), ulong row, ulong column, ulong count, ulong k, OUT(out)) {
    __global ulong *target = AT(out);
    for (ulong p = 0; p < count; p += TILE) {
        PIPELINE for (ulong l = 0; l < k; l++) {
            UNROLL for (uint r = 0; r < TILE; r++) {
                target[r] = p + r < count ? AT(x)[(p + r) * row + l * column] : 0;
            }
            target += TILE;
        }
    }
}

// The output-stationary array: TILE x TILE multiply-accumulators take a column of x and a row of y each cycle.
TASK f_gemm(IN(px), IN(py), OUT(tiles), ulong row_panels, ulong column_panels, ulong k) {
    __global ulong *target = AT(tiles);
    for (ulong i = 0; i < row_panels; i++) {
        for (ulong j = 0; j < column_panels; j++) {
            ulong sum[TILE][TILE] REGISTERS;
            UNROLL for (uint r = 0; r < TILE; r++) {
                UNROLL for (uint c = 0; c < TILE; c++) sum[r][c] = 0;
            }
            __global const ulong *a = AT(px) + i * k * TILE;
            __global const ulong *b = AT(py) + j * k * TILE;
            PIPELINE for (ulong l = 0; l < k; l++) {
                UNROLL for (uint r = 0; r < TILE; r++) {
                    UNROLL for (uint c = 0; c < TILE; c++) sum[r][c] += a[l * TILE + r] * b[l * TILE + c];
                }
            }
            for (uint r = 0; r < TILE; r++) {
                UNROLL for (uint c = 0; c < TILE; c++) target[r * TILE + c] = sum[r][c];
            }
            target += TILE * TILE;
        }
    }
}

// The m x n results without the padding, added to what is there when accumulating.
TASK f_unpack(IN(tiles), ulong column_panels, ulong m, ulong n, uint accumulate, OUT(out)) {
    for (ulong r = 0; r < m; r++) {
        PIPELINE for (ulong c = 0; c < n; c++) {
            ulong tile = r / TILE * column_panels + c / TILE;
            ulong v = AT(tiles)[(tile * TILE + r % TILE) * TILE + c % TILE];
            AT(out)[r * n + c] = accumulate ? AT(out)[r * n + c] + v : v;
        }
    }
}

// ---- AES-128 in counter mode: the host sends the round keys, 22 words of two little-endian columns

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

#define KEYS                                                                                              \
    ulong k0, ulong k1, ulong k2, ulong k3, ulong k4, ulong k5, ulong k6, ulong k7, ulong k8, ulong k9,   \
    ulong k10, ulong k11, ulong k12, ulong k13, ulong k14, ulong k15, ulong k16, ulong k17, ulong k18,    \
    ulong k19, ulong k20, ulong k21
#define SCHEDULE                                                                                          \
    ulong keys[22] REGISTERS = {k0, k1, k2, k3, k4, k5, k6, k7, k8, k9, k10, k11, k12, k13, k14, k15,     \
                                k16, k17, k18, k19, k20, k21};

ulong swap_bytes(ulong v) {
    v = (v & 0x00ff00ff00ff00ffUL) << 8 | (v >> 8 & 0x00ff00ff00ff00ffUL);
    v = (v & 0x0000ffff0000ffffUL) << 16 | (v >> 16 & 0x0000ffff0000ffffUL);
    return v << 32 | v >> 32;
}

uint turn(uint v, uint bits) { return v >> bits | v << (32 - bits); }

// SubBytes and ShiftRows of one column.
uint substitute(uint a, uint b, uint c, uint d) {
    return SBOX[a & 0xff] | (uint)SBOX[b >> 8 & 0xff] << 8 | (uint)SBOX[c >> 16 & 0xff] << 16 |
           (uint)SBOX[d >> 24] << 24;
}

// MixColumns, four bytes at once: each byte is 2 own + 3 next + the two after that.
uint mix(uint v) {
    uint pair = v ^ turn(v, 8);
    uint twice = (pair << 1 & 0xfefefefeu) ^ (pair >> 7 & 0x01010101u) * 0x1bu;
    return twice ^ turn(v, 8) ^ turn(v, 16) ^ turn(v, 24);
}

// The block (nonce, i), big-endian, encrypted to two little-endian words.
void encrypt(const ulong *keys, ulong nonce, ulong i, ulong *out) {
    ulong lo = swap_bytes(nonce) ^ keys[0];
    ulong hi = swap_bytes(i) ^ keys[1];
    UNROLL for (uint r = 1; r <= 10; r++) {
        uint a = (uint)lo, b = (uint)(lo >> 32), c = (uint)hi, d = (uint)(hi >> 32);
        uint e = substitute(a, b, c, d);
        uint f = substitute(b, c, d, a);
        uint g = substitute(c, d, a, b);
        uint h = substitute(d, a, b, c);
        if (r < 10) {
            e = mix(e);
            f = mix(f);
            g = mix(g);
            h = mix(h);
        }
        lo = (e | (ulong)f << 32) ^ keys[2 * r];
        hi = (g | (ulong)h << 32) ^ keys[2 * r + 1];
    }
    out[0] = lo;
    out[1] = hi;
}

TASK f_random(KEYS, ulong nonce, OUT(out), ulong n) {
    SCHEDULE
    PIPELINE for (ulong i = 0; i < (n + 1) / 2; i++) {
        ulong block[2] REGISTERS;
        encrypt(keys, nonce, i, block);
        AT(out)[2 * i] = block[0];
        if (2 * i + 1 < n) AT(out)[2 * i + 1] = block[1];
    }
}

// Digits by rejection, 64 a group: see RingBackend.randomDigits.
TASK f_digits(KEYS, ulong nonce, uint modulus, uint least, OUT_DIGITS(out), ulong n) {
    SCHEDULE
    for (ulong g = 0; g < (n + 63) / 64; g++) {
        __global uchar *target = AT(out) + 64 * g;
        uint wanted = n - 64 * g < 64 ? (uint)(n - 64 * g) : 64;
        uint found = 0;
        for (uint attempt = 0; attempt < 5 && found < wanted; attempt++) {
            ulong stream = attempt == 0 ? nonce : nonce ^ 1UL << (64 - attempt);
            uint blocks = attempt == 0 ? 6 : 16;
            for (uint b = 0; b < blocks; b++) {
                ulong block[2] REGISTERS;
                encrypt(keys, stream, blocks * g + b, block);
                PIPELINE for (uint i = 0; i < 16; i++) {
                    uint candidate = (uint)(block[i / 8] >> 8 * (i % 8)) & 0xff;
                    if (candidate < 3 * modulus && found < wanted) {
                        uint digit = candidate;
                        if (candidate >= modulus) digit = candidate - modulus;
                        if (candidate >= 2 * modulus) digit = candidate - 2 * modulus;
                        target[found] = (uchar)(digit + least);
                        found++;
                    }
                }
            }
        }
    }
}

// ---- private comparison

// out[63 e + j] = bit j of r[e] - share[63 e + j]
TASK f_deal(IN(r), IN_DIGITS(share), OUT_DIGITS(out), ulong n) {
    for (ulong e = 0; e < n; e++) {
        ulong v = AT(r)[e];
        PIPELINE for (uint j = 0; j < DIGITS; j++) {
            uint bit = (uint)(v >> j) & 1;
            uint s = AT(share)[e * DIGITS + j];
            AT(out)[e * DIGITS + j] = (uchar)(bit >= s ? bit - s : bit + MODULUS - s);
        }
    }
}

// See RingBackend.blindDigits. Terms are kept above zero: d is at most 69 + 63 * 68.
TASK f_blind(uint first, IN(c), IN(coins), IN_DIGITS(share), IN_DIGITS(multipliers), IN_DIGITS(refresh),
        OUT_DIGITS(out), ulong n) {
    for (ulong e = 0; e < n; e++) {
        ulong coin = AT(coins)[e];
        uint beta = (uint)coin & 1;
        uint rotation = (uint)(coin >> 8) & 63;
        ulong t = (AT(c)[e] & 0x7fffffffffffffffUL) + beta;
        uint sum = 0;
        PIPELINE for (int j = BLINDED - 1; j >= 0; j--) {
            uint bit = (uint)(t >> j) & 1;
            uint digit = j < DIGITS ? AT(share)[e * DIGITS + j] : 0;
            uint flipped = first + MODULUS - digit;
            uint d = (beta ? digit + first * (1 - bit) : flipped + first * bit) + sum;
            ulong at = e * BLINDED + ((uint)j + rotation) % BLINDED;
            uint u = AT(refresh)[at];
            AT(out)[at] = (uchar)((AT(multipliers)[at] * d + (first ? u : MODULUS - u)) % MODULUS);
            sum += bit ? flipped : digit;
        }
    }
}

// out[e] = some x + y = 0 mod 67
TASK f_any_zero(IN_DIGITS(x), IN_DIGITS(y), OUT(out), ulong n) {
    for (ulong e = 0; e < n; e++) {
        ulong found = 0;
        PIPELINE for (uint i = 0; i < BLINDED; i++) {
            uint s = (uint)AT(x)[e * BLINDED + i] + AT(y)[e * BLINDED + i];
            if (s == 0 || s == MODULUS) found = 1;
        }
        AT(out)[e] = found;
    }
}

// ---- boolean comparison, on planes of bits: bit i of word w of a plane is that of element 64 w + i

// Bits 0 to 62 of 64 elements as rows, the lowest first; elements beyond the last count as 0.
void bit_rows(__global const ulong *x, ulong n, ulong w, ulong *rows) {
    UNROLL for (uint j = 0; j < 64; j++) rows[j] = 0;
    PIPELINE for (uint e = 0; e < 64; e++) {
        ulong v = 64 * w + e < n ? x[64 * w + e] : 0;
        UNROLL for (uint j = 0; j < DIGITS; j++) rows[j] |= (v >> j & 1) << e;
    }
}

// Where the four bits of block b are v.
ulong hot(const ulong *rows, uint b, uint v) {
    ulong both = ~0UL;
    UNROLL for (uint j = 0; j < 4; j++) both &= v >> j & 1 ? rows[4 * b + j] : ~rows[4 * b + j];
    return both;
}

// out = share XOR one-hots of the 16 blocks of r, planes of `width` words; the top block has three bits.
TASK f_deal_blocks(IN(r), IN(share), OUT(out), ulong n, ulong width) {
    for (ulong w = 0; w < width; w++) {
        ulong rows[64] REGISTERS;
        bit_rows(AT(r), n, w, rows);
        PIPELINE for (uint plane = 0; plane < 248; plane++) {
            AT(out)[plane * width + w] = AT(share)[plane * width + w] ^ hot(rows, plane / 16, plane % 16);
        }
    }
}

// Of shares of one-hots and public c: the sum of those above c's value, and the one at it; see RingBackend.compareBlocks.
TASK f_compare_blocks(IN(c), IN(share), OUT(out), ulong n, ulong width) {
    for (ulong w = 0; w < width; w++) {
        ulong rows[64] REGISTERS;
        bit_rows(AT(c), n, w, rows);
        for (uint b = 0; b < 16; b++) {
            ulong greater = 0;
            ulong equal = 0;
            ulong below = 0;
            uint values = b < 15 ? 16 : 8;
            PIPELINE for (uint v = 0; v < values; v++) {
                ulong here = hot(rows, b, v);
                ulong s = AT(share)[(16 * b + v) * width + w];
                equal ^= s & here;
                greater ^= s & below;
                below |= here;
            }
            uint position = (b & 1) << 3 | (b & 2) << 1 | (b & 4) >> 1 | b >> 3;
            AT(out)[position * width + w] = greater;
            if (b > 0) AT(out)[(15 + position) * width + w] = equal;
        }
    }
}

TASK f_expand_bits(IN(plane), OUT(out), ulong n) {
    PIPELINE for (ulong i = 0; i < n; i++) AT(out)[i] = AT(plane)[i / 64] >> i % 64 & 1;
}

// ---- digits modulo 67, 21 in two words; see RingBackend.packDigits

TASK f_pack_digits(IN_DIGITS(x), OUT(out), ulong n) {
    __global ulong *target = AT(out);
    for (ulong from = 0; from < n; from += 21) {
        uint shared = from + 20 < n ? AT(x)[from + 20] : 0;
        for (uint part = 0; part < 2 && from + 10 * part < n; part++) {
            ulong value = part == 0 ? shared / 10 : shared % 10;
            PIPELINE for (int i = 9; i >= 0; i--) {
                ulong at = from + 10 * part + i;
                value = value * MODULUS + (at < n ? AT(x)[at] : 0);
            }
            *target++ = value;
        }
    }
}

TASK f_unpack_digits(IN(packed), OUT_DIGITS(out), ulong n) {
    __global const ulong *source = AT(packed);
    for (ulong from = 0; from < n; from += 21) {
        ulong above = 0;
        for (uint part = 0; part < 2 && from + 10 * part < n; part++) {
            ulong value = *source++;
            PIPELINE for (uint i = 0; i < 10; i++) {
                ulong at = from + 10 * part + i;
                if (at < n) AT(out)[at] = (uchar)(value % MODULUS);
                value /= MODULUS;
            }
            above = above * 10 + value;
        }
        if (from + 20 < n) AT(out)[from + 20] = (uchar)(above % MODULUS);
    }
}

// ---- trigonometric tables

#define ENTRIES 1024

long rounded(long product) { return (product + (1L << 29)) >> 30; }

// See the class Trigonometry, which defines every bit of this.
TASK f_harmonics(IN(x), ulong bits, ulong multiple, long turn_unit, __global const int *table, ulong table_at,
        OUT(cosine), OUT(sine), ulong n) {
    PIPELINE for (ulong e = 0; e < n; e++) {
        ulong angle = AT(x)[e] * multiple << (64 - bits);
        uint a = (uint)(angle >> 54);
        uint b = 2 * ENTRIES + ((uint)(angle >> 44) & (ENTRIES - 1));
        long cos_a = AT(table)[a];
        long sin_a = AT(table)[ENTRIES + a];
        long cos_b = AT(table)[b];
        long sin_b = AT(table)[ENTRIES + b];
        long cos_ab = rounded(cos_a * cos_b - sin_a * sin_b);
        long sin_ab = rounded(sin_a * cos_b + cos_a * sin_b);
        long low = rounded((long)(angle >> 24 & 0xfffff) * turn_unit);
        AT(cosine)[e] = (ulong)(cos_ab - rounded(sin_ab * low));
        AT(sine)[e] = (ulong)(sin_ab + rounded(cos_ab * low));
    }
}
