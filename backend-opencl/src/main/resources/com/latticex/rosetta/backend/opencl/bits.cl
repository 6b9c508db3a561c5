// Planes of bits, one plane of `width` words after another: bit i of word w is that of element 64 w + i. A row is the piece
// of a plane that is handled at once: eight words on a processor; one on a GPU, where neighbours handle the next.

#define TOP 15

#ifdef GPU

typedef ulong Row;
#define ROW 1
#define BLOCKS 1

Row load_row(__global const ulong *from, ulong words) { return *from; }

void store_row(Row row, __global ulong *to, ulong words) { *to = row; }

// Bits 4 b to 4 b + 3 of the elements of word w; elements beyond the last count as 0.
void bit_rows(__global const ulong *x, ulong n, ulong w, uint b, Row *bits) {
    ulong present = min(64UL, n - 64 * w);
    for (uint k = 0; k < 4; k++) bits[k] = 0;
    for (ulong e = 0; e < present; e++) {
        uint block = (uint)(x[64 * w + e] >> 4 * b) & 15;
        for (uint k = 0; k < 4; k++) bits[k] |= (ulong)(block >> k & 1) << e;
    }
}

#else

typedef ulong8 Row;
#define ROW 8
#define BLOCKS 16

Row load_row(__global const ulong *from, ulong words) {
    if (words >= ROW) return vload8(0, from);
    ulong line[ROW] = {0};
    for (ulong i = 0; i < words; i++) line[i] = from[i];
    return vload8(0, line);
}

void store_row(Row row, __global ulong *to, ulong words) {
    if (words >= ROW) {
        vstore8(row, 0, to);
        return;
    }
    ulong line[ROW];
    vstore8(row, 0, line);
    for (ulong i = 0; i < words; i++) to[i] = line[i];
}

ulong element(__global const ulong *x, ulong n, ulong e) { return e < n ? x[e] : 0; }

// All bits of the elements of eight words, the lowest first: eight squares of 64 x 64 bits are transposed at once, by
// exchanging squares of 32, 16, ... 1 bits across the diagonal.
void bit_rows(__global const ulong *x, ulong n, ulong w, uint b, Row *bits) {
    ulong at = 64 * w;
    if (at + 64 * ROW <= n) {
        __global const ulong *from = x + at;
        for (uint e = 0; e < 64; e++, from++) {
            bits[e] = (ulong8)(from[0], from[64], from[128], from[192], from[256], from[320], from[384], from[448]);
        }
    } else {
        for (uint e = 0; e < 64; e++, at++) {
            bits[e] = (ulong8)(element(x, n, at), element(x, n, at + 64), element(x, n, at + 128),
                               element(x, n, at + 192), element(x, n, at + 256), element(x, n, at + 320),
                               element(x, n, at + 384), element(x, n, at + 448));
        }
    }
    ulong mask = 0xffffffffUL;
    for (uint j = 32; j != 0; j >>= 1, mask ^= mask << j) {
        for (uint k = 0; k < 64; k = (k + j + 1) & ~j) {
            Row t = (bits[k] >> j ^ bits[k + j]) & mask;
            bits[k] ^= t << j;
            bits[k + j] ^= t;
        }
    }
}

#endif

// Where the four bits are v: pairs of the upper and of the lower two bits.
#define HOT(v) (upper[(v) >> 2] & lower[(v) & 3])
#define PAIRS(bits)                                                                                          \
    Row lower[4] = {~bits[1] & ~bits[0], ~bits[1] & bits[0], bits[1] & ~bits[0], bits[1] & bits[0]};         \
    Row upper[4] = {~bits[3] & ~bits[2], ~bits[3] & bits[2], bits[3] & ~bits[2], bits[3] & bits[2]};

// `rows` pieces of a plane, and on a GPU so many for each block.
#define FOR_ROWS(x)                                                                                          \
    ulong rows = (width + ROW - 1) / ROW;                                                                    \
    ulong end = min(rows * 16 / BLOCKS, (get_global_id(0) + 1) * chunk);                                     \
    for (ulong i = get_global_id(0) * chunk; i < end; i++) {                                                 \
        ulong w = i % rows * ROW;                                                                            \
        ulong words = width - w;                                                                             \
        uint first = (uint)(i / rows) * BLOCKS;                                                              \
        Row bits[4 * BLOCKS];                                                                                \
        bit_rows(x, n, w, first, bits);

#define TOP_BLOCK(bits) bits[3] = (Row)0

// out = share XOR one-hots of the blocks of r. Each word is read before it is written: the output may be the share.
ROWS deal_blocks(IN(r), IN(share), OUT(out), ulong n, ulong width, ulong chunk) {
    FOR_ROWS(AT(r))
        for (uint b = first; b < first + BLOCKS; b++) {
            Row *block = bits + 4 * (b - first);
            if (b == TOP) TOP_BLOCK(block);
            PAIRS(block)
            ulong at = 16UL * b * width + w;
            uint values = b == TOP ? 8 : 16;
            for (uint v = 0; v < values; v++, at += width) {
                store_row(load_row(AT(share) + at, words) ^ HOT(v), AT(out) + at, words);
            }
        }
    }
}

// Of shares of one-hots of r and public c: the sum of those above c's value, and the one at it.
ROWS compare_blocks(IN(c), IN(share), OUT(out), ulong n, ulong width, ulong chunk) {
    FOR_ROWS(AT(c))
        for (uint b = first; b < first + BLOCKS; b++) {
            Row *block = bits + 4 * (b - first);
            if (b == TOP) TOP_BLOCK(block);
            PAIRS(block)
            Row greater = 0;
            Row equal = 0;
            Row below = 0;
            ulong at = 16UL * b * width + w;
            uint values = b == TOP ? 8 : 16;
            for (uint v = 0; v < values; v++, at += width) {
                Row hot = HOT(v);
                Row s = load_row(AT(share) + at, words);
                equal ^= s & hot;
                greater ^= s & below;
                below |= hot;
            }
            uint position = (b & 1) << 3 | (b & 2) << 1 | (b & 4) >> 1 | b >> 3;
            store_row(greater, AT(out) + position * width + w, words);
            if (b > 0) store_row(equal, AT(out) + (15 + position) * width + w, words);
        }
    }
}

EACH expand_bits(IN(plane), OUT(out), ulong n) {
    size_t i = get_global_id(0);
    if (i < n) AT(out)[i] = AT(plane)[i / 64] >> i % 64 & 1;
}
