// A libcuda.so.1 for the tests: the CUDA driver functions Rosetta calls, on the emulator. Streams are lazy on purpose:
// nothing runs before somebody waits for it, so a missing wait between two streams gives a wrong result every time. Errors
// can be ordered, and everything alive is counted.
#include "emulator.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <mutex>
#include <set>
#include <vector>

#include "reference.cu"
#include "rosetta.cu"

namespace {

enum Result {
    SUCCESS = 0,
    INVALID_VALUE = 1,
    OUT_OF_MEMORY = 2,
    NOT_INITIALIZED = 3,
    INVALID_DEVICE = 101,
    INVALID_IMAGE = 200,
    INVALID_CONTEXT = 201,
    INVALID_HANDLE = 400,
    NOT_FOUND = 500,
    NOT_READY = 600,
    ILLEGAL_ADDRESS = 700,
};

constexpr int MAX_SHARED = 232448;
constexpr size_t GUARD = 256;
constexpr u8 GUARD_BYTE = 0xa5;

using Work = std::function<void()>;

struct Stream {
    std::deque<Work> work;
    std::vector<Work>* capture = nullptr;
};

struct Event {
    std::shared_ptr<bool> done = std::make_shared<bool>(true);
    Stream* stream = nullptr;
    std::shared_ptr<std::chrono::steady_clock::time_point> time =
            std::make_shared<std::chrono::steady_clock::time_point>();
};

struct Module {
    std::string image;
    std::map<std::string, std::unique_ptr<emulator::Kernel>> functions;
};

struct Fault {
    int code;
    int after;
};

std::recursive_mutex mutex;
bool initialized;
int deviceCount = 1;
int driverVersion = 12060;
int capability = 90;
u64 memoryLimit = 1ull << 30;
u64 memoryUsed;
int sticky;
std::map<std::string, std::deque<Fault>> faults;
bool hanging;
std::map<void*, size_t> hostMemory;
std::map<u64, size_t> deviceMemory;
std::set<Stream*> streams;
std::set<Event*> events;
std::set<Module*> modules;
std::set<void*> graphs;
int contexts[8];
thread_local int currentContext;

struct Call {
    std::lock_guard<std::recursive_mutex> lock{mutex};
    int code = SUCCESS;

    Call(const char* name, bool needsContext) {
        auto fault = faults.find(name);
        if (sticky) {
            code = sticky;
        } else if (fault != faults.end() && !fault->second.empty() && fault->second.front().after-- == 0) {
            code = fault->second.front().code;
            fault->second.pop_front();
        } else if (!initialized) {
            code = NOT_INITIALIZED;
        } else if (needsContext && (!currentContext || !contexts[currentContext - 1])) {
            code = INVALID_CONTEXT;
        }
    }
};

void runUntil(Stream* stream, const bool* done) {
    while (!stream->work.empty() && !(done && *done)) {
        Work next = std::move(stream->work.front());
        stream->work.pop_front();
        if (!sticky) {
            next();
        }
    }
}

void runAll() {
    for (Stream* stream : streams) {
        runUntil(stream, nullptr);
    }
}

int submit(Stream* stream, Work work) {
    if (!streams.count(stream)) {
        return INVALID_HANDLE;
    }
    if (stream->capture) {
        stream->capture->push_back(std::move(work));
    } else {
        stream->work.push_back(std::move(work));
    }
    return SUCCESS;
}

bool insideDevice(u64 address, size_t bytes) {
    auto next = deviceMemory.upper_bound(address);
    if (next == deviceMemory.begin()) {
        return false;
    }
    auto block = std::prev(next);
    return address + bytes <= block->first + block->second;
}

bool insideHost(const void* address, size_t bytes) {
    auto next = hostMemory.upper_bound((void*)address);
    if (next == hostMemory.begin()) {
        return false;
    }
    auto block = std::prev(next);
    return (const u8*)address + bytes <= (const u8*)block->first + block->second;
}

}  // namespace

#define API(name) extern "C" __attribute__((visibility("default"))) int name
#define ENTER(name, needsContext)  \
    Call call(name, needsContext); \
    if (call.code) {               \
        return call.code;          \
    }

// ---- what the tests steer and read

API(emulator_reset)() {
    std::lock_guard<std::recursive_mutex> lock(mutex);
    runAll();
    faults.clear();
    hanging = false;
    sticky = 0;
    deviceCount = 1;
    driverVersion = 12060;
    capability = 90;
    memoryLimit = 1ull << 30;
    return 0;
}

API(emulator_devices)(int count) { return deviceCount = count; }

API(emulator_driver_version)(int version) { return driverVersion = version; }

API(emulator_capability)(int value) { return capability = value; }

API(emulator_memory)(u64 bytes) {
    memoryLimit = bytes;
    return 0;
}

// The call number `after`, from 0 and after the faults ordered before, of the function answers the code.
API(emulator_fail)(const char* function, int code, int after) {
    faults[function].push_back(Fault{code, after});
    return 0;
}

// Every later call answers the code, as after a lost device.
API(emulator_lose_device)(int code) { return sticky = code; }

// No event ever happens.
API(emulator_hang)() { return hanging = true; }

// Everything alive: memory, streams, events, modules, graphs, contexts.
API(emulator_alive)() {
    std::lock_guard<std::recursive_mutex> lock(mutex);
    size_t count = hostMemory.size() + deviceMemory.size() + streams.size() + events.size() + modules.size() + graphs.size();
    for (int c : contexts) {
        count += c;
    }
    return (int)count;
}

// ---- the driver

API(cuInit)(unsigned) {
    std::lock_guard<std::recursive_mutex> lock(mutex);
    initialized = true;
    return deviceCount ? SUCCESS : 100;
}

API(cuDriverGetVersion)(int* version) {
    *version = driverVersion;
    return SUCCESS;
}

API(cuGetErrorName)(int code, const char** name) {
    switch (code) {
        case INVALID_VALUE: *name = "CUDA_ERROR_INVALID_VALUE"; return 0;
        case OUT_OF_MEMORY: *name = "CUDA_ERROR_OUT_OF_MEMORY"; return 0;
        case INVALID_IMAGE: *name = "CUDA_ERROR_INVALID_IMAGE"; return 0;
        case INVALID_CONTEXT: *name = "CUDA_ERROR_INVALID_CONTEXT"; return 0;
        case ILLEGAL_ADDRESS: *name = "CUDA_ERROR_ILLEGAL_ADDRESS"; return 0;
        case emulator::MISALIGNED: *name = "CUDA_ERROR_MISALIGNED_ADDRESS"; return 0;
        case emulator::LAUNCH_FAILED: *name = "CUDA_ERROR_LAUNCH_FAILED"; return 0;
        default: *name = "CUDA_ERROR_EMULATED"; return 0;
    }
}

API(cuGetErrorString)(int code, const char** text) {
    static thread_local char buffer[64];
    snprintf(buffer, sizeof buffer, "error %d of the emulated driver", code);
    *text = buffer;
    return 0;
}

API(cuDeviceGetCount)(int* count) {
    ENTER("cuDeviceGetCount", false)
    *count = deviceCount;
    return SUCCESS;
}

API(cuDeviceGet)(int* device, int index) {
    ENTER("cuDeviceGet", false)
    if (index < 0 || index >= deviceCount) {
        return INVALID_DEVICE;
    }
    *device = index;
    return SUCCESS;
}

API(cuDeviceGetName)(char* name, int length, int device) {
    ENTER("cuDeviceGetName", false)
    snprintf(name, length, "emulated GPU %d", device);
    return SUCCESS;
}

API(cuDeviceGetAttribute)(int* value, int attribute, int) {
    ENTER("cuDeviceGetAttribute", false)
    switch (attribute) {
        case 16: *value = 2; break;  // multiprocessors: few, so that grids take several strides
        case 75: *value = capability / 10; break;
        case 76: *value = capability % 10; break;
        case 97: *value = MAX_SHARED; break;
        default: return INVALID_VALUE;
    }
    return SUCCESS;
}

API(cuDeviceTotalMem_v2)(size_t* bytes, int) {
    ENTER("cuDeviceTotalMem", false)
    *bytes = memoryLimit;
    return SUCCESS;
}

API(cuDevicePrimaryCtxRetain)(void** context, int device) {
    ENTER("cuDevicePrimaryCtxRetain", false)
    contexts[device]++;
    *context = (void*)(intptr_t)(device + 1);
    return SUCCESS;
}

API(cuDevicePrimaryCtxRelease_v2)(int device) {
    std::lock_guard<std::recursive_mutex> lock(mutex);
    contexts[device]--;
    return SUCCESS;
}

API(cuCtxSetCurrent)(void* context) {
    ENTER("cuCtxSetCurrent", false)
    currentContext = (int)(intptr_t)context;
    return SUCCESS;
}

API(cuModuleLoadData)(void** module, const void* image) {
    ENTER("cuModuleLoadData", true)
    struct Header {
        u32 magic;
        unsigned short version, headerBytes;
        u64 bytes;
    };
    const Header* header = static_cast<const Header*>(image);
    const char* text = static_cast<const char*>(image);
    std::string content;
    if (header->magic == 0xba55ed50) {
        content.assign(text, header->headerBytes + header->bytes);
    } else if (strspn(text, "\n./") > 0 && strstr(text, ".version 7.0\n.target sm_80\n")) {
        content = text;
    } else {
        return INVALID_IMAGE;
    }
    Module* loaded = new Module{content, {}};
    modules.insert(loaded);
    *module = loaded;
    return SUCCESS;
}

API(cuModuleUnload)(void* module) {
    std::lock_guard<std::recursive_mutex> lock(mutex);
    runAll();
    if (!modules.erase(static_cast<Module*>(module))) {
        return INVALID_HANDLE;
    }
    delete static_cast<Module*>(module);
    return SUCCESS;
}

API(cuModuleGetFunction)(void** function, void* module, const char* name) {
    ENTER("cuModuleGetFunction", true)
    Module* m = static_cast<Module*>(module);
    auto kernel = emulator::kernels().find(name);
    if (kernel == emulator::kernels().end() || m->image.find(name) == std::string::npos) {
        return NOT_FOUND;
    }
    auto& slot = m->functions[name];
    if (!slot) {
        slot = std::make_unique<emulator::Kernel>(kernel->second);
    }
    *function = slot.get();
    return SUCCESS;
}

API(cuFuncSetAttribute)(void* function, int attribute, int value) {
    ENTER("cuFuncSetAttribute", true)
    if (attribute != 8 || value > MAX_SHARED) {
        return INVALID_VALUE;
    }
    static_cast<emulator::Kernel*>(function)->allowedDynamicShared = value;
    return SUCCESS;
}

API(cuLaunchKernel)(void* function, unsigned gx, unsigned gy, unsigned gz, unsigned bx, unsigned by, unsigned bz,
                    unsigned shared, void* stream, void** arguments, void**) {
    ENTER("cuLaunchKernel", true)
    auto* kernel = static_cast<emulator::Kernel*>(function);
    if (!gx || !gy || !gz || gx > 0x7fffffff || gy > 65535 || gz > 65535 || bx != kernel->threads || by != 1 || bz != 1
        || (int)shared > kernel->allowedDynamicShared) {
        return INVALID_VALUE;
    }
    return submit(static_cast<Stream*>(stream), [=, thread = kernel->bind(arguments)] {
        int code = emulator::launch({gx, gy, gz}, {bx, by, bz}, shared, thread);
        if (code) {
            sticky = code;
        }
    });
}

API(cuStreamCreate)(void** stream, unsigned) {
    ENTER("cuStreamCreate", true)
    auto* created = new Stream;
    streams.insert(created);
    *stream = created;
    return SUCCESS;
}

API(cuStreamDestroy_v2)(void* stream) {
    std::lock_guard<std::recursive_mutex> lock(mutex);
    auto* s = static_cast<Stream*>(stream);
    if (!streams.count(s)) {
        return INVALID_HANDLE;
    }
    runUntil(s, nullptr);
    streams.erase(s);
    delete s;
    return SUCCESS;
}

API(cuStreamSynchronize)(void* stream) {
    ENTER("cuStreamSynchronize", true)
    runUntil(static_cast<Stream*>(stream), nullptr);
    return sticky;
}

API(cuStreamWaitEvent)(void* stream, void* event, unsigned) {
    ENTER("cuStreamWaitEvent", true)
    auto* e = static_cast<Event*>(event);
    return submit(static_cast<Stream*>(stream), [done = e->done, source = e->stream] {
        if (!*done && streams.count(source)) {
            runUntil(source, done.get());
        }
    });
}

API(cuEventCreate)(void** event, unsigned) {
    ENTER("cuEventCreate", true)
    auto* created = new Event;
    events.insert(created);
    *event = created;
    return SUCCESS;
}

API(cuEventDestroy_v2)(void* event) {
    std::lock_guard<std::recursive_mutex> lock(mutex);
    if (!events.erase(static_cast<Event*>(event))) {
        return INVALID_HANDLE;
    }
    delete static_cast<Event*>(event);
    return SUCCESS;
}

API(cuEventRecord)(void* event, void* stream) {
    ENTER("cuEventRecord", true)
    auto* e = static_cast<Event*>(event);
    e->done = std::make_shared<bool>(false);
    e->stream = static_cast<Stream*>(stream);
    return submit(e->stream, [done = e->done, time = e->time] {
        *done = true;
        *time = std::chrono::steady_clock::now();
    });
}

// Asking is waiting: the streams are lazy.
API(cuEventQuery)(void* event) {
    ENTER("cuEventQuery", true)
    if (hanging) {
        return NOT_READY;
    }
    auto* e = static_cast<Event*>(event);
    if (!*e->done && streams.count(e->stream)) {
        std::shared_ptr<bool> done = e->done;
        runUntil(e->stream, done.get());
    }
    return sticky;
}

API(cuEventElapsedTime)(float* milliseconds, void* from, void* to) {
    ENTER("cuEventElapsedTime", true)
    auto span = *static_cast<Event*>(to)->time - *static_cast<Event*>(from)->time;
    *milliseconds = std::chrono::duration<float, std::milli>(span).count();
    return SUCCESS;
}

API(cuMemAlloc_v2)(u64* address, size_t bytes) {
    ENTER("cuMemAlloc", true)
    if (!bytes) {
        return INVALID_VALUE;
    }
    if (bytes > memoryLimit || memoryUsed + bytes > memoryLimit) {
        return OUT_OF_MEMORY;
    }
    size_t padded = (bytes + 255) / 256 * 256;
    u8* memory = static_cast<u8*>(aligned_alloc(256, padded + 2 * GUARD));
    if (!memory) {
        return OUT_OF_MEMORY;
    }
    memset(memory, GUARD_BYTE, padded + 2 * GUARD);  // fresh memory is not zero
    *address = (u64)(uintptr_t)memory + GUARD;
    deviceMemory[*address] = bytes;
    memoryUsed += bytes;
    return SUCCESS;
}

API(cuMemFree_v2)(u64 address) {
    std::lock_guard<std::recursive_mutex> lock(mutex);
    runAll();  // the real one waits for the device, too
    auto block = deviceMemory.find(address);
    if (block == deviceMemory.end()) {
        return INVALID_VALUE;
    }
    size_t bytes = block->second;
    u8* memory = (u8*)(uintptr_t)address;
    bool damaged = false;
    for (size_t i = 0; i < GUARD; i++) {
        damaged |= memory[-1 - (ptrdiff_t)i] != GUARD_BYTE || memory[bytes + i] != GUARD_BYTE;
    }
    memoryUsed -= bytes;
    deviceMemory.erase(block);
    free(memory - GUARD);
    return damaged ? sticky = ILLEGAL_ADDRESS : SUCCESS;
}

API(cuMemHostAlloc)(void** address, size_t bytes, unsigned) {
    ENTER("cuMemHostAlloc", true)
    *address = calloc(1, bytes);
    if (!*address) {
        return OUT_OF_MEMORY;
    }
    hostMemory[*address] = bytes;
    return SUCCESS;
}

API(cuMemFreeHost)(void* address) {
    std::lock_guard<std::recursive_mutex> lock(mutex);
    runAll();
    if (!hostMemory.erase(address)) {
        return INVALID_VALUE;
    }
    free(address);
    return SUCCESS;
}

API(cuMemcpyHtoDAsync_v2)(u64 to, const void* from, size_t bytes, void* stream) {
    ENTER("cuMemcpyHtoDAsync", true)
    if (!insideDevice(to, bytes) || !insideHost(from, bytes)) {
        return INVALID_VALUE;  // an asynchronous copy must come from pinned memory
    }
    return submit(static_cast<Stream*>(stream), [=] { memcpy((void*)(uintptr_t)to, from, bytes); });
}

API(cuMemcpyDtoHAsync_v2)(void* to, u64 from, size_t bytes, void* stream) {
    ENTER("cuMemcpyDtoHAsync", true)
    if (!insideDevice(from, bytes) || !insideHost(to, bytes)) {
        return INVALID_VALUE;
    }
    return submit(static_cast<Stream*>(stream), [=] { memcpy(to, (const void*)(uintptr_t)from, bytes); });
}

API(cuMemcpyDtoDAsync_v2)(u64 to, u64 from, size_t bytes, void* stream) {
    ENTER("cuMemcpyDtoDAsync", true)
    if (!insideDevice(from, bytes) || !insideDevice(to, bytes)) {
        return INVALID_VALUE;
    }
    return submit(static_cast<Stream*>(stream),
                  [=] { memmove((void*)(uintptr_t)to, (const void*)(uintptr_t)from, bytes); });
}

API(cuMemsetD8Async)(u64 to, u8 value, size_t bytes, void* stream) {
    ENTER("cuMemsetD8Async", true)
    if (!insideDevice(to, bytes)) {
        return INVALID_VALUE;
    }
    return submit(static_cast<Stream*>(stream), [=] { memset((void*)(uintptr_t)to, value, bytes); });
}

// ---- graphs

API(cuStreamBeginCapture_v2)(void* stream, int) {
    ENTER("cuStreamBeginCapture", true)
    static_cast<Stream*>(stream)->capture = new std::vector<Work>;
    return SUCCESS;
}

API(cuStreamEndCapture)(void* stream, void** graph) {
    ENTER("cuStreamEndCapture", true)
    auto* s = static_cast<Stream*>(stream);
    graphs.insert(s->capture);
    *graph = s->capture;
    s->capture = nullptr;
    return SUCCESS;
}

API(cuGraphInstantiateWithFlags)(void** executable, void* graph, unsigned long long) {
    ENTER("cuGraphInstantiate", true)
    auto* copy = new std::vector<Work>(*static_cast<std::vector<Work>*>(graph));
    graphs.insert(copy);
    *executable = copy;
    return SUCCESS;
}

API(cuGraphLaunch)(void* executable, void* stream) {
    ENTER("cuGraphLaunch", true)
    for (const Work& work : *static_cast<std::vector<Work>*>(executable)) {
        submit(static_cast<Stream*>(stream), work);
    }
    return SUCCESS;
}

static int destroyGraph(void* graph) {
    std::lock_guard<std::recursive_mutex> lock(mutex);
    if (!graphs.erase(graph)) {
        return INVALID_HANDLE;
    }
    delete static_cast<std::vector<Work>*>(graph);
    return SUCCESS;
}

API(cuGraphExecDestroy)(void* executable) { return destroyGraph(executable); }

API(cuGraphDestroy)(void* graph) { return destroyGraph(graph); }
