// Cosines and sines in integers with 30 fraction bits, exactly as the class Trigonometry defines them. `table` holds its
// four tables: cos a, sin a, cos b, sin b.

#define ENTRIES 1024

long rounded(long product) { return (product + (1L << 29)) >> 30; }

ROWS harmonics(IN(x), ulong bits, ulong multiple, long turn_unit, __global const int *table, ulong table_at, OUT(cosine),
        OUT(sine), ulong n, ulong chunk) {
    ulong end = min(n, (get_global_id(0) + 1) * chunk);
    table += table_at;
    for (ulong e = get_global_id(0) * chunk; e < end; e++) {
        ulong turn = AT(x)[e] * multiple << (64 - bits);
        uint a = turn >> 54;
        uint b = 2 * ENTRIES + (turn >> 44 & (ENTRIES - 1));
        long cos_a = table[a];
        long sin_a = table[ENTRIES + a];
        long cos_b = table[b];
        long sin_b = table[ENTRIES + b];
        long cos_ab = rounded(cos_a * cos_b - sin_a * sin_b);
        long sin_ab = rounded(sin_a * cos_b + cos_a * sin_b);
        long low = rounded((long)(turn >> 24 & 0xfffff) * turn_unit);
        AT(cosine)[e] = (ulong)(cos_ab - rounded(sin_ab * low));
        AT(sine)[e] = (ulong)(sin_ab + rounded(cos_ab * low));
    }
}
