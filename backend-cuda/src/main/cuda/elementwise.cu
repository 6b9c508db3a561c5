// Words, elementwise modulo 2^64. Memory bound: 16-byte accesses where the host found every operand aligned (wide).
// An output may be an input: each thread reads its words before it writes them, so no pointer is __restrict__.
#include "common.cuh"

template <class Function, class... Inputs>
DEVICE void elementwise(u64 n, int wide, u64* out, Function function, Inputs... in) {
    if (!wide) {
        for (u64 i = threadNumber(); i < n; i += threadCount()) {
            out[i] = function(in[i]...);
        }
        return;
    }
    auto both = [&](auto... p) { return Pair{function(p.x...), function(p.y...)}; };
    for (u64 i = threadNumber(); i < n / 2; i += threadCount()) {
        store<Pair>(out + 2 * i, both(load<Pair>(in + 2 * i)...));
    }
    if ((n & 1) && threadNumber() == 0) {
        out[n - 1] = function(in[n - 1]...);
    }
}

KERNEL(256, ring_fill, (u64 n, int wide, u64 value, u64* out)) {
    elementwise(n, wide, out, [=](u64) { return value; }, out);
}

KERNEL(256, ring_add, (u64 n, int wide, const u64* x, const u64* y, u64* out)) {
    elementwise(n, wide, out, [](u64 a, u64 b) { return a + b; }, x, y);
}

KERNEL(256, ring_subtract, (u64 n, int wide, const u64* x, const u64* y, u64* out)) {
    elementwise(n, wide, out, [](u64 a, u64 b) { return a - b; }, x, y);
}

KERNEL(256, ring_multiply, (u64 n, int wide, const u64* x, const u64* y, u64* out)) {
    elementwise(n, wide, out, [](u64 a, u64 b) { return a * b; }, x, y);
}

KERNEL(256, ring_affine, (u64 n, int wide, u64 k, u64 c, const u64* x, u64* out)) {
    elementwise(n, wide, out, [=](u64 a) { return a * k + c; }, x);
}

KERNEL(256, ring_multiply_add, (u64 n, int wide, const u64* x, const u64* y, u64* out)) {
    elementwise(n, wide, out, [](u64 a, u64 b, u64 o) { return o + a * b; }, x, y, out);
}

KERNEL(256, ring_shift_right, (u64 n, int wide, int bits, const u64* x, u64* out)) {
    elementwise(n, wide, out, [=](u64 a) { return a >> bits; }, x);
}

KERNEL(256, ring_and, (u64 n, int wide, u64 mask, const u64* x, u64* out)) {
    elementwise(n, wide, out, [=](u64 a) { return a & mask; }, x);
}

KERNEL(256, ring_xor, (u64 n, int wide, const u64* x, const u64* y, u64* out)) {
    elementwise(n, wide, out, [](u64 a, u64 b) { return a ^ b; }, x, y);
}

KERNEL(256, ring_and_words, (u64 n, int wide, const u64* x, const u64* y, u64* out)) {
    elementwise(n, wide, out, [](u64 a, u64 b) { return a & b; }, x, y);
}

// Bits 62 to 125 of the product of an unsigned x and a signed k.
KERNEL(256, ring_scale, (u64 n, int wide, const u64* x, const u64* k, u64* out)) {
    elementwise(
            n, wide, out,
            [](u64 a, u64 b) {
                u64 high = __umul64hi(a, b) - (b >> 63 ? a : 0);
                return high << 2 | a * b >> 62;
            },
            x, k);
}

// out = first AND mx AND my XOR mx AND b XOR my AND a XOR ab; first is all ones or nothing
KERNEL(256, ring_conjoin,
       (u64 n, int wide, u64 first, const u64* mx, const u64* my, const u64* a, const u64* b, const u64* ab, u64* out)) {
    elementwise(
            n, wide, out,
            [=](u64 mxi, u64 myi, u64 ai, u64 bi, u64 abi) { return (mxi & ((myi & first) ^ bi)) ^ (myi & ai) ^ abi; }, mx,
            my, a, b, ab);
}

// out = first mx my - mx b - my a + ab
KERNEL(256, ring_beaver,
       (u64 n, int wide, u64 first, const u64* mx, const u64* my, const u64* a, const u64* b, const u64* ab, u64* out)) {
    elementwise(
            n, wide, out,
            [=](u64 mxi, u64 myi, u64 ai, u64 bi, u64 abi) { return mxi * (first * myi - bi) - myi * ai + abi; }, mx, my,
            a, b, ab);
}

// out = first ((c >> f) - 2^(62-f)) - shifted + 2^(64-f) (1 - (c >> 63)) top
KERNEL(256, ring_truncate_opened,
       (u64 n, int wide, u64 first, int f, const u64* c, const u64* shifted, const u64* top, u64* out)) {
    elementwise(
            n, wide, out,
            [=](u64 ci, u64 si, u64 ti) {
                u64 wrap = ci >> 63 ? 0 : ti << (64 - f);
                return first * ((ci >> f) - (1ull << (62 - f))) - si + wrap;
            },
            c, shifted, top);
}
