// Shared by all kernel files, which are compiled one program each. A buffer x is two parameters, its memory and x_at,
// where the view begins; AT(x) points to its first element. ROWS kernels give each work-item `chunk` elements in a
// row: one on a GPU, many on a processor, where a work-item of one element would not pay.

#define IN(x) __global const ulong *x, ulong x##_at
#define OUT(x) __global ulong *x, ulong x##_at
#define IN_DIGITS(x) __global const uchar *x, ulong x##_at
#define OUT_DIGITS(x) __global uchar *x, ulong x##_at
#define AT(x) (x + x##_at)

#define EACH __kernel __attribute__((reqd_work_group_size(GROUP, 1, 1))) void
#define ROWS __kernel __attribute__((reqd_work_group_size(ROW_GROUP, 1, 1))) void

#define MODULUS 67u
#define DIGITS 63
#define BLINDED 64
