// Words, one work-item each. No `restrict`: outputs may be inputs.

EACH fill(OUT(out), ulong value, ulong n) {
    size_t i = get_global_id(0);
    if (i < n) AT(out)[i] = value;
}

EACH add(IN(x), IN(y), OUT(out), ulong n) {
    size_t i = get_global_id(0);
    if (i < n) AT(out)[i] = AT(x)[i] + AT(y)[i];
}

EACH subtract(IN(x), IN(y), OUT(out), ulong n) {
    size_t i = get_global_id(0);
    if (i < n) AT(out)[i] = AT(x)[i] - AT(y)[i];
}

EACH multiply(IN(x), IN(y), OUT(out), ulong n) {
    size_t i = get_global_id(0);
    if (i < n) AT(out)[i] = AT(x)[i] * AT(y)[i];
}

EACH multiply_add(IN(x), IN(y), OUT(out), ulong n) {
    size_t i = get_global_id(0);
    if (i < n) AT(out)[i] += AT(x)[i] * AT(y)[i];
}

EACH affine(IN(x), ulong k, ulong c, OUT(out), ulong n) {
    size_t i = get_global_id(0);
    if (i < n) AT(out)[i] = AT(x)[i] * k + c;
}

EACH shift_right(IN(x), ulong bits, OUT(out), ulong n) {
    size_t i = get_global_id(0);
    if (i < n) AT(out)[i] = AT(x)[i] >> bits;
}

EACH and_mask(IN(x), ulong mask, OUT(out), ulong n) {
    size_t i = get_global_id(0);
    if (i < n) AT(out)[i] = AT(x)[i] & mask;
}

EACH xor_words(IN(x), IN(y), OUT(out), ulong n) {
    size_t i = get_global_id(0);
    if (i < n) AT(out)[i] = AT(x)[i] ^ AT(y)[i];
}

EACH and_words(IN(x), IN(y), OUT(out), ulong n) {
    size_t i = get_global_id(0);
    if (i < n) AT(out)[i] = AT(x)[i] & AT(y)[i];
}

// Bits 62 to 125 of the product of an unsigned x and a signed k.
EACH scale(IN(x), IN(k), OUT(out), ulong n) {
    size_t i = get_global_id(0);
    if (i < n) {
        ulong value = AT(x)[i];
        ulong factor = AT(k)[i];
        ulong high = mul_hi(value, factor) - ((long)factor < 0 ? value : 0);
        AT(out)[i] = high << 2 | value * factor >> 62;
    }
}

// first mx my - mx b - my a + ab
EACH beaver(ulong first, IN(mx), IN(my), IN(a), IN(b), IN(ab), OUT(out), ulong n) {
    size_t i = get_global_id(0);
    if (i < n) {
        ulong p = AT(mx)[i];
        ulong q = AT(my)[i];
        AT(out)[i] = AT(ab)[i] + p * (first * q - AT(b)[i]) - q * AT(a)[i];
    }
}

// first AND mx AND my XOR mx AND b XOR my AND a XOR ab
EACH conjoin(ulong first, IN(mx), IN(my), IN(a), IN(b), IN(ab), OUT(out), ulong n) {
    size_t i = get_global_id(0);
    if (i < n) {
        ulong p = AT(mx)[i];
        ulong q = AT(my)[i];
        AT(out)[i] = AT(ab)[i] ^ (p & ((q & -first) ^ AT(b)[i])) ^ (q & AT(a)[i]);
    }
}

// first ((c >> f) - 2^(62-f)) - shifted + 2^(64-f) (1 - c_63) top
EACH truncate_opened(ulong first, ulong f, IN(c), IN(shifted), IN(top), OUT(out), ulong n) {
    size_t i = get_global_id(0);
    if (i < n) {
        ulong v = AT(c)[i];
        ulong below = first * ((v >> f) - (1UL << (62 - f)));
        AT(out)[i] = below - AT(shifted)[i] + ((1 - (v >> 63)) * AT(top)[i] << (64 - f));
    }
}
