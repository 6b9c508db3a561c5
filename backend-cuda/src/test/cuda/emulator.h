// The part of CUDA C that Rosetta's kernels use, for g++ on x86-64. Each thread of a block is a fiber; barriers and warp
// operations switch fibers; blocks run one after another.
#pragma once
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <utility>

typedef unsigned long long u64;
typedef unsigned int u32;
typedef unsigned char u8;

namespace emulator {

struct Dim {
    unsigned x, y, z;
};

// Error codes of the driver that a kernel can cause.
constexpr int MISALIGNED = 716;
constexpr int LAUNCH_FAILED = 719;

// Records the first error of the running kernel.
void report(int code);

inline void requireAlignment(const void* address, size_t bytes) {
    if ((uintptr_t)address % bytes) {
        report(MISALIGNED);
    }
}

template <class T>
T load(const void* from) {
    requireAlignment(from, sizeof(T));
    T value;
    memcpy(&value, from, sizeof(T));
    return value;
}

template <class T>
void store(void* to, T value) {
    requireAlignment(to, sizeof(T));
    memcpy(to, &value, sizeof(T));
}

// Runs a grid to its end; 0, or the code of what went wrong. A barrier that not all threads reach is an error.
int launch(Dim grid, Dim block, size_t dynamicShared, const std::function<void()>& thread);

void blockBarrier();

// Hands in one lane's words and waits for the 31 others. The last lane to come runs `complete` on all lanes' words. Lanes
// at different kinds of operation are an error.
struct LaneWords {
    u64 word[6];
};
LaneWords* warpExchange(int kind, const LaneWords& mine, void (*complete)(LaneWords*));

// Asynchronous copies of 16 bytes to shared memory, in groups of the running thread. In every other block they are done
// as late as they may be, so that a missing wait shows; in the others at once, so that a place reused too early does.
void copyLater(void* shared, const void* global);
void closeGroup();
void awaitGroups(size_t pending);

extern u8* dynamicShared;

// A kernel in the table of names; bind copies its arguments, as a launch does.
struct Kernel {
    unsigned threads;
    std::function<std::function<void()>(void**)> bind;
    int allowedDynamicShared = 48 << 10;
};

std::map<std::string, Kernel>& kernels();

struct Registration {
    template <class... Parameters>
    Registration(const char* name, unsigned threads, void (*kernel)(Parameters...)) {
        kernels()[name] = Kernel{threads, [kernel](void** arguments) {
            return bindAll(kernel, arguments, std::index_sequence_for<Parameters...>{});
        }};
    }

    template <class... Parameters, size_t... I>
    static std::function<void()> bindAll(void (*kernel)(Parameters...), void** arguments, std::index_sequence<I...>) {
        auto values = std::make_shared<std::tuple<Parameters...>>(
                *static_cast<std::remove_reference_t<Parameters>*>(arguments[I])...);
        return [kernel, values] { std::apply(kernel, *values); };
    }
};

}  // namespace emulator

extern emulator::Dim threadIdx, blockIdx, blockDim, gridDim;

#define KERNEL(threads, name, parameters)                                      \
    static void name parameters;                                               \
    static emulator::Registration register_##name(#name, threads, &name);      \
    static void name parameters
#define KERNEL_BLOCKS(threads, blocks, name, parameters) KERNEL(threads, name, parameters)
#define DEVICE static inline
#define DEVICE_MEMBER inline
#define UNROLL
#define DYNAMIC_SHARED(name) u8* name = emulator::dynamicShared
#define __shared__ static
#define __restrict__ __restrict

static inline void __syncthreads() { emulator::blockBarrier(); }

static inline void __syncwarp() { emulator::warpExchange(1, {}, nullptr); }

template <class T>
T __shfl_down_sync(u32 mask, T value, unsigned step, int width) {
    if (mask != 0xffffffffu) {
        emulator::report(emulator::LAUNCH_FAILED);
    }
    unsigned lane = threadIdx.x & 31;
    emulator::LaneWords* all = emulator::warpExchange(2, {{(u64)value}}, nullptr);
    bool inside = lane % width + step < (unsigned)width;
    return (T)all[inside ? lane + step : lane].word[0];
}

template <class T>
T __shfl_sync(u32 mask, T value, unsigned from, int width) {
    if (mask != 0xffffffffu) {
        emulator::report(emulator::LAUNCH_FAILED);
    }
    unsigned lane = threadIdx.x & 31;
    emulator::LaneWords* all = emulator::warpExchange(5, {{(u64)value}}, nullptr);
    return (T)all[lane / width * width + from % width].word[0];
}

static inline u32 __ballot_sync(u32 mask, int vote) {
    if (mask != 0xffffffffu) {
        emulator::report(emulator::LAUNCH_FAILED);
    }
    emulator::LaneWords* all = emulator::warpExchange(3, {{(u64)(vote != 0)}}, nullptr);
    u32 votes = 0;
    for (int i = 0; i < 32; i++) {
        votes |= (u32)all[i].word[0] << i;
    }
    return votes;
}

static inline u32 __funnelshift_l(u32 low, u32 high, u32 bits) {
    bits &= 31;
    return bits ? high << bits | low >> (32 - bits) : high;
}

static inline u64 __umul64hi(u64 a, u64 b) { return (u64)((unsigned __int128)a * b >> 64); }

static inline void atomicAdd(u64* to, u64 value) { *to += value; }

static inline void fail() { emulator::report(emulator::LAUNCH_FAILED); }

void mmaBytes(int (&d)[4], const u32 (&a)[4], const u32 (&b)[2]);

static inline void copyAsync16(void* shared, const void* global) {
    emulator::requireAlignment(shared, 16);
    emulator::requireAlignment(global, 16);
    emulator::copyLater(shared, global);
}

static inline void copyAsyncCommit() { emulator::closeGroup(); }

template <int PENDING>
static inline void copyAsyncWait() {
    emulator::awaitGroups(PENDING);
}
