// Types and helpers that all kernels share. The same sources are compiled by nvcc for the device and, with
// CUDA_EMULATED, by g++ for the tests' driver that runs on the CPU.
#pragma once

#ifdef CUDA_EMULATED
#include "emulator.h"
#else
typedef unsigned long long u64;
typedef unsigned int u32;
typedef unsigned char u8;

#define KERNEL(threads, name, parameters) extern "C" __global__ void __launch_bounds__(threads) name parameters
// The same with at least `blocks` blocks a multiprocessor: bounds the registers.
#define KERNEL_BLOCKS(threads, blocks, name, parameters) \
    extern "C" __global__ void __launch_bounds__(threads, blocks) name parameters
#define DEVICE static __device__ __forceinline__
#define DEVICE_MEMBER __device__ __forceinline__
#define UNROLL _Pragma("unroll")
#define DYNAMIC_SHARED(name) extern __shared__ __align__(128) u8 name[]

// D = A B + D for a 16 x 32 tile of unsigned bytes A (row-major) and a 32 x 8 tile B (column-major); fragments as the
// PTX manual lays them out, "Matrix Fragments for mma.m16n8k32".
DEVICE void mmaBytes(int (&d)[4], const u32 (&a)[4], const u32 (&b)[2]) {
    asm volatile("mma.sync.aligned.m16n8k32.row.col.s32.u8.u8.s32 {%0,%1,%2,%3},{%4,%5,%6,%7},{%8,%9},{%0,%1,%2,%3};"
                 : "+r"(d[0]), "+r"(d[1]), "+r"(d[2]), "+r"(d[3])
                 : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b[0]), "r"(b[1]));
}

DEVICE void copyAsync16(void* shared, const void* global) {
    asm volatile("cp.async.cg.shared.global [%0], [%1], 16;" ::"r"((u32)__cvta_generic_to_shared(shared)), "l"(global)
                 : "memory");
}

DEVICE void copyAsyncCommit() { asm volatile("cp.async.commit_group;" ::: "memory"); }

template <int PENDING>
DEVICE void copyAsyncWait() {
    asm volatile("cp.async.wait_group %0;" ::"n"(PENDING) : "memory");
}

DEVICE void fail() { __trap(); }
#endif

#define ALL_LANES 0xffffffffu

struct alignas(16) Pair {
    u64 x, y;
};

DEVICE u64 threadNumber() { return (u64)blockIdx.x * blockDim.x + threadIdx.x; }

DEVICE u64 threadCount() { return (u64)gridDim.x * blockDim.x; }

DEVICE u32 lower(u64 a, u32 b) { return a < b ? (u32)a : b; }

// One access of sizeof(T) bytes; the address must be a multiple of them. A Pair is one transaction for two words.
#ifdef CUDA_EMULATED
using emulator::load;
using emulator::store;
#else
template <class T>
DEVICE T load(const void* from) {
    return *(const T*)from;
}

template <class T>
DEVICE void store(void* to, T value) {
    *(T*)to = value;
}
#endif
