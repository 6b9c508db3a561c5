// All kernels, as one module.
#include "compare.cu"
#include "elementwise.cu"
#include "gemm_bytes.cu"
#include "gemm_words.cu"
#include "harmonics.cu"
#include "matvec.cu"
#include "random.cu"
#include "shape.cu"
