// Gathers and sums.

// out[i] = x[offset + sum_d index_d(i) * stride_d], dimensions innermost first, at most 8.
#define GATHER(NAME, INDEX)                                                                             \
    EACH NAME(IN(x), long offset, int rank, ulong8 extents, long8 strides, OUT(out), ulong n) {         \
        INDEX extent[8];                                                                                \
        long stride[8];                                                                                 \
        size_t i = get_global_id(0);                                                                    \
        extent[0] = (INDEX)extents.s0; extent[1] = (INDEX)extents.s1;                                   \
        extent[2] = (INDEX)extents.s2; extent[3] = (INDEX)extents.s3;                                   \
        extent[4] = (INDEX)extents.s4; extent[5] = (INDEX)extents.s5;                                   \
        extent[6] = (INDEX)extents.s6; extent[7] = (INDEX)extents.s7;                                   \
        vstore8(strides, 0, stride);                                                                    \
        if (i < n) {                                                                                    \
            INDEX rest = (INDEX)i;                                                                      \
            long from = offset;                                                                         \
            for (int d = 0; d < rank; d++) {                                                            \
                INDEX next = rest / extent[d];                                                          \
                from += (long)(rest - next * extent[d]) * stride[d];                                    \
                rest = next;                                                                            \
            }                                                                                           \
            AT(out)[i] = AT(x)[from];                                                                   \
        }                                                                                               \
    }

// 64-bit division is several times slower than 32-bit, and few tensors have 2^32 elements.
GATHER(gather_small, uint)
GATHER(gather_large, ulong)

// The same for long inner rows: one work-item finds a row's start once and walks along it.
ROWS gather_rows(IN(x), long offset, int rank, ulong8 extents, long8 strides, OUT(out), ulong rows, ulong chunk) {
    ulong extent[8];
    long stride[8];
    vstore8(extents, 0, extent);
    vstore8(strides, 0, stride);
    ulong end = min(rows, (get_global_id(0) + 1) * chunk);
    for (ulong row = get_global_id(0) * chunk; row < end; row++) {
        ulong rest = row;
        long from = offset;
        for (int d = 1; d < rank; d++) {
            ulong next = rest / extent[d];
            from += (long)(rest - next * extent[d]) * stride[d];
            rest = next;
        }
        __global const ulong *source = AT(x) + from;
        __global ulong *target = AT(out) + row * extent[0];
        if (stride[0] == 1) {
            for (ulong j = 0; j < extent[0]; j++) target[j] = source[j];
        } else {
            for (ulong j = 0; j < extent[0]; j++) target[j] = source[(long)j * stride[0]];
        }
    }
}

// Part p of x[o][axis][j], `length` elements of the axis, goes to out[o][p][j]; one work-item for 8 neighbours j.
EACH sum_axis(IN(x), ulong outer, ulong axis, ulong inner, ulong length, ulong parts, OUT(out)) {
    ulong blocks = (inner + 7) / 8;
    ulong i = get_global_id(0);
    if (i >= outer * parts * blocks) return;
    ulong j = i % blocks * 8;
    ulong p = i / blocks % parts;
    ulong o = i / blocks / parts;
    ulong from = p * length;
    ulong to = min(axis, from + length);
    __global const ulong *source = AT(x) + (o * axis + from) * inner + j;
    __global ulong *target = AT(out) + (o * parts + p) * inner + j;
    if (j + 8 <= inner) {
        ulong8 total = 0;
        for (ulong k = from; k < to; k++, source += inner) total += vload8(0, source);
        vstore8(total, 0, target);
    } else {
        for (ulong c = 0; c < inner - j; c++) {
            ulong total = 0;
            for (ulong k = 0; k < to - from; k++) total += source[k * inner + c];
            target[c] = total;
        }
    }
}

// The same for inner = 1, where the axis itself is contiguous.
EACH sum_rows(IN(x), ulong outer, ulong axis, ulong length, ulong parts, OUT(out)) {
    ulong i = get_global_id(0);
    if (i >= outer * parts) return;
    ulong from = i % parts * length;
    ulong to = min(axis, from + length);
    __global const ulong *source = AT(x) + i / parts * axis;
    ulong8 wide = 0;
    ulong k = from;
    for (; k + 8 <= to; k += 8) wide += vload8(0, source + k);
    ulong4 sums = wide.lo + wide.hi;
    ulong total = sums.s0 + sums.s1 + sums.s2 + sums.s3;
    for (; k < to; k++) total += source[k];
    AT(out)[i] = total;
}
