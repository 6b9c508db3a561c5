// Drives the simulated array through one matrix product, tile by tile, and counts clock cycles.
#include "Vring_array.h"
#include "verilated.h"
#include <cstdint>

static const int64_t SIZE = 4;
static const int64_t LATENCY = 4;

extern "C" __attribute__((visibility("default"))) int64_t rtl_product(
        int64_t m, int64_t n, int64_t k, const uint64_t *x, const uint64_t *y, uint64_t *out) {
    VerilatedContext context;
    Vring_array array(&context);
    int64_t cycles = 0;
    auto tick = [&] {
        array.clock = 0;
        array.eval();
        array.clock = 1;
        array.eval();
        cycles++;
    };
    auto put = [](auto &port, int64_t lane, uint64_t word) {
        port[2 * lane] = (uint32_t)word;
        port[2 * lane + 1] = (uint32_t)(word >> 32);
    };
    for (int64_t i = 0; i < m; i += SIZE) {
        for (int64_t j = 0; j < n; j += SIZE) {
            for (int64_t l = 0; l < k; l++) {
                array.valid = 1;
                array.first = l == 0;
                for (int64_t lane = 0; lane < SIZE; lane++) {
                    put(array.column, lane, i + lane < m ? x[(i + lane) * k + l] : 0);
                    put(array.row, lane, j + lane < n ? y[l * n + j + lane] : 0);
                }
                tick();
            }
            array.valid = 0;
            for (int64_t wait = 0; wait < LATENCY; wait++) tick();
            for (int64_t r = 0; r < SIZE && i + r < m; r++) {
                for (int64_t c = 0; c < SIZE && j + c < n; c++) {
                    int64_t at = 2 * (r * SIZE + c);
                    out[(i + r) * n + j + c] = array.sums[at] | (uint64_t)array.sums[at + 1] << 32;
                }
            }
        }
    }
    array.final();
    return cycles;
}
