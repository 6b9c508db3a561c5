#include "emulator.h"

#include <deque>
#include <vector>

emulator::Dim threadIdx, blockIdx, blockDim, gridDim;

// Saves the callee-saved registers on this stack and continues on another.
extern "C" void emulator_switch(void** save, void* load);
asm(R"(
    .text
    .type emulator_switch, @function
emulator_switch:
    pushq %rbp
    pushq %rbx
    pushq %r12
    pushq %r13
    pushq %r14
    pushq %r15
    movq %rsp, (%rdi)
    movq %rsi, %rsp
    popq %r15
    popq %r14
    popq %r13
    popq %r12
    popq %rbx
    popq %rbp
    ret
    .size emulator_switch, .-emulator_switch
)");

namespace emulator {

u8* dynamicShared;

namespace {

constexpr size_t STACK = 64 << 10;
constexpr unsigned MAX_WARPS = 32;

struct Fiber {
    std::vector<u64> stack = std::vector<u64>(STACK / 8);
    void* pointer = nullptr;
    unsigned thread = 0;
    bool busy = false;
};

struct Warp {
    LaneWords words[2][32];  // by parity: a lane may start the next operation while others still read this one
    int kind[2];
    unsigned arrived, generation;
};

struct Copy {
    void* to;
    const void* from;
};

struct Copies {
    std::vector<Copy> open;
    std::deque<std::vector<Copy>> groups;
};

Copies copies[32 * MAX_WARPS];
std::vector<std::unique_ptr<Fiber>> fibers;
Fiber* running;
void* scheduler;
const std::function<void()>* body;
unsigned threads, started, finished, progress;
bool backwards;  // every other block: a missing barrier cannot hide behind one order of the threads
unsigned barrierArrived, barrierGeneration;
Warp warps[MAX_WARPS];
int error;

void enter(Fiber* fiber) {
    running = fiber;
    unsigned t = fiber->thread;
    threadIdx = {t, 0, 0};
}

void yield() {
    Fiber* self = running;
    emulator_switch(&self->pointer, scheduler);
    enter(self);
}

// A fiber runs threads one after another; only one that waits keeps its fiber.
void fiberMain() {
    Fiber* self = running;
    for (;;) {
        while (started < threads) {
            self->thread = backwards ? threads - 1 - started : started;
            started++;
            self->busy = true;
            enter(self);
            (*body)();
            Copies& own = copies[self->thread];
            if (!own.open.empty() || !own.groups.empty()) {
                report(LAUNCH_FAILED);  // nobody waits for these copies
                own = {};
            }
            self->busy = false;
            finished++;
            progress++;
        }
        emulator_switch(&self->pointer, scheduler);
    }
}

void prepare(Fiber& fiber) {
    // The address of fiberMain is popped by ret; above it the stack is as the calling convention wants it.
    u64* top = fiber.stack.data() + fiber.stack.size();
    top = (u64*)((uintptr_t)top & ~(uintptr_t)15) - 2;
    *top = (u64)(uintptr_t)&fiberMain;
    fiber.pointer = top - 6;
    fiber.busy = false;
}

void resume(Fiber* fiber) {
    running = fiber;
    emulator_switch(&scheduler, fiber->pointer);
}

bool runBlock() {
    started = finished = barrierArrived = barrierGeneration = 0;
    for (Warp& warp : warps) {
        warp.arrived = warp.generation = 0;
    }
    while (finished < threads) {
        unsigned before = progress;
        for (size_t i = 0; i < fibers.size() && finished < threads; i++) {
            if (fibers[i]->busy || started < threads) {
                resume(fibers[i].get());
            }
        }
        if (started < threads) {
            fibers.push_back(std::make_unique<Fiber>());
            prepare(*fibers.back());
        } else if (progress == before && finished < threads) {
            report(LAUNCH_FAILED);  // some threads wait for others that never come
            fibers.clear();
            std::fill(copies, copies + threads, Copies{});
            return false;
        }
    }
    return true;
}

}  // namespace

void report(int code) {
    if (!error) {
        error = code;
    }
}

int launch(Dim grid, Dim block, size_t shared, const std::function<void()>& thread) {
    error = 0;
    body = &thread;
    gridDim = grid;
    blockDim = block;
    threads = block.x * block.y * block.z;
    std::vector<u8> memory(shared + 128);
    dynamicShared = (u8*)(((uintptr_t)memory.data() + 127) & ~(uintptr_t)127);
    for (u64 b = 0; b < (u64)grid.x * grid.y * grid.z; b++) {
        blockIdx = {(unsigned)(b % grid.x), (unsigned)(b / grid.x % grid.y), (unsigned)(b / ((u64)grid.x * grid.y))};
        backwards = !backwards;
        if (!runBlock()) {
            break;
        }
    }
    return error;
}

void blockBarrier() {
    unsigned generation = barrierGeneration;
    if (++barrierArrived == threads) {
        barrierArrived = 0;
        barrierGeneration++;
        progress++;
        return;
    }
    while (barrierGeneration == generation) {
        yield();
    }
}

LaneWords* warpExchange(int kind, const LaneWords& mine, void (*complete)(LaneWords*)) {
    unsigned lane = threadIdx.x & 31;
    Warp& warp = warps[running->thread >> 5];
    unsigned generation = warp.generation;
    LaneWords* all = warp.words[generation & 1];
    if (warp.arrived == 0) {
        warp.kind[generation & 1] = kind;
    } else if (warp.kind[generation & 1] != kind) {
        report(LAUNCH_FAILED);
    }
    all[lane] = mine;
    if (++warp.arrived == 32) {
        if (complete) {
            complete(all);
        }
        warp.arrived = 0;
        warp.generation++;
        progress++;
    }
    while (warp.generation == generation) {
        yield();
    }
    return all;
}

void copyLater(void* shared, const void* global) {
    if (backwards) {
        memcpy(shared, global, 16);
    } else {
        copies[running->thread].open.push_back({shared, global});
    }
}

void closeGroup() {
    Copies& own = copies[running->thread];
    own.groups.push_back(std::move(own.open));
    own.open.clear();
}

void awaitGroups(size_t pending) {
    Copies& own = copies[running->thread];
    for (; own.groups.size() > pending; own.groups.pop_front()) {
        for (const Copy& copy : own.groups.front()) {
            memcpy(copy.to, copy.from, 16);
        }
    }
}

std::map<std::string, Kernel>& kernels() {
    static std::map<std::string, Kernel> table;
    return table;
}

}  // namespace emulator

namespace {

u32 byteOf(u64 word, int i) { return (u32)(word >> 8 * i) & 255; }

// The fragment layout of mma.m16n8k32 for 8-bit operands (PTX manual): lane 4 g + m holds, in register r of A, row
// g + 8 (r & 1) and k = 16 (r >> 1) + 4 m + 0..3; in register r of B, column g and k = 16 r + 4 m + 0..3; in element c of
// D, row g + 8 (c >> 1) and column 2 m + (c & 1). Words 0, 1: A; 2: B; 3, 4: D; two registers a word.
void multiplyTile(emulator::LaneWords* lanes) {
    u32 a[16][32];
    u32 b[32][8];
    for (int lane = 0; lane < 32; lane++) {
        int g = lane >> 2;
        int m = lane & 3;
        for (int r = 0; r < 4; r++) {
            for (int i = 0; i < 4; i++) {
                a[g + 8 * (r & 1)][16 * (r >> 1) + 4 * m + i] = byteOf(lanes[lane].word[r >> 1], 4 * (r & 1) + i);
            }
        }
        for (int r = 0; r < 2; r++) {
            for (int i = 0; i < 4; i++) {
                b[16 * r + 4 * m + i][g] = byteOf(lanes[lane].word[2], 4 * r + i);
            }
        }
    }
    u32 d[16][8] = {};
    for (int row = 0; row < 16; row++) {
        for (int k = 0; k < 32; k++) {
            for (int column = 0; column < 8; column++) {
                d[row][column] += a[row][k] * b[k][column];
            }
        }
    }
    for (int lane = 0; lane < 32; lane++) {
        for (int c = 0; c < 4; c++) {
            u64& word = lanes[lane].word[3 + (c >> 1)];
            u32 old = (u32)(word >> 32 * (c & 1));
            u32 sum = old + d[(lane >> 2) + 8 * (c >> 1)][2 * (lane & 3) + (c & 1)];
            word = (word & ~(0xffffffffull << 32 * (c & 1))) | (u64)sum << 32 * (c & 1);
        }
    }
}

u64 pack(u32 low, u32 high) { return low | (u64)high << 32; }

}  // namespace

void mmaBytes(int (&d)[4], const u32 (&a)[4], const u32 (&b)[2]) {
    unsigned lane = threadIdx.x & 31;
    emulator::LaneWords mine = {{pack(a[0], a[1]), pack(a[2], a[3]), pack(b[0], b[1]), pack((u32)d[0], (u32)d[1]),
                                 pack((u32)d[2], (u32)d[3])}};
    const emulator::LaneWords& result = emulator::warpExchange(4, mine, multiplyTile)[lane];
    for (int c = 0; c < 4; c++) {
        d[c] = (int)(u32)(result.word[3 + (c >> 1)] >> 32 * (c & 1));
    }
}
