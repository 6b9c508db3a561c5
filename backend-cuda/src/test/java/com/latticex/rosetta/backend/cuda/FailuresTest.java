package com.latticex.rosetta.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.latticex.rosetta.backend.Availability.Available;
import com.latticex.rosetta.backend.Availability.Unavailable;
import com.latticex.rosetta.backend.MatMulShape;
import com.latticex.rosetta.backend.RingBackend;
import com.latticex.rosetta.backend.Words;
import com.latticex.rosetta.error.DeviceException;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What can go wrong with a driver: each a clear error, and nothing stays allocated. */
@ExtendWith(EmulatedDriver.class)
class FailuresTest {
    private static final int OUT_OF_MEMORY = 2;
    private static final int NO_BINARY_FOR_GPU = 209;
    private static final int UNSUPPORTED_PTX_VERSION = 222;
    private static final int ILLEGAL_ADDRESS = 700;

    private int aliveBefore;

    @BeforeEach
    void count() {
        aliveBefore = EmulatedDriver.alive();
    }

    @AfterEach
    void nothingIsLeftAlive() {
        EmulatedDriver.reset();
        assertThat(EmulatedDriver.alive()).as("driver objects alive").isEqualTo(aliveBefore);
    }

    private static String unavailable() {
        assertThat(new CudaProvider().probe()).isInstanceOf(Unavailable.class);
        assertThatThrownBy(() -> new CudaProvider().open(0)).isInstanceOf(DeviceException.class);
        Unavailable answer = (Unavailable) new CudaProvider().probe();
        return answer.reason() + " " + answer.remedy();
    }

    @Test
    void noDevice() {
        EmulatedDriver.devices(0);
        assertThat(unavailable()).contains("finds no GPU", "nvidia-smi");
    }

    @Test
    void driverTooOld() {
        EmulatedDriver.driverVersion(11_040);
        assertThat(unavailable()).contains("CUDA 11.4", "12.0", "Update");
    }

    @Test
    void deviceTooOld() {
        EmulatedDriver.capability(75);
        assertThat(unavailable()).contains("compute capability 8.0");
    }

    @Test
    void libraryMissingOrIncomplete() {
        assertThat(CudaLibrary.problem("libnosuchdriver.so.1"))
                .hasValueSatisfying(u -> assertThat(u.reason()).contains("libnosuchdriver.so.1"));
        assertThat(CudaLibrary.problem("libm.so.6"))
                .hasValueSatisfying(u -> assertThat(u.reason()).contains("lacks the function cuInit"));
        assertThat(CudaLibrary.problem(CudaLibrary.NAME)).isEmpty();
    }

    @Test
    void twoDevicesAndAnUnknownOne() {
        EmulatedDriver.devices(2);
        assertThat(((Available) new CudaProvider().probe()).devices()).hasSize(2);
        try (RingBackend zero = new CudaProvider().open(0);
                RingBackend one = new CudaProvider().open(1);
                Words x = one.words(3);
                Words y = zero.words(3)) {
            assertThat(one.device().index()).isEqualTo(1);
            one.fill(5, x);
            assertThat(download(one, x)).containsOnly(5);
            assertThatThrownBy(() -> one.copy(x, y)).isInstanceOf(DeviceException.class);
        }
        assertThatThrownBy(() -> new CudaProvider().open(2))
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining("cuda:2 does not exist")
                .hasMessageContaining("cuda:1");
    }

    @Test
    void outOfMemory() {
        try (RingBackend b = EmulatedDriver.open()) {
            EmulatedDriver.memory(64 << 20);
            assertThatThrownBy(() -> b.words(16 << 20))
                    .isInstanceOf(DeviceException.class)
                    .hasMessageContaining("cuda:0 has not 134217728 bytes of memory left");
            b.words(3 << 20).close();
            try (Words x = b.words(4 << 20)) {
                // Only fits because the pool gave the closed buffer back.
                b.fill(7, x);
                assertThat(download(b, x.slice(x.size() - 1, 1))).containsExactly(7);
            }
            assertThat(b.openBuffers()).isZero();
        }
    }

    @Test
    void productsDoWithoutBytePlanesWhenMemoryIsShort() {
        try (RingBackend b = EmulatedDriver.open(GemmPolicy.BYTES);
                Words x = b.words(4);
                Words out = b.words(4)) {
            b.fill(3, x);
            EmulatedDriver.failNext("cuMemAlloc", OUT_OF_MEMORY, 0);
            EmulatedDriver.memory(1);
            b.matmul(x, x, MatMulShape.of(2, 2, 2), false, out);
            assertThat(download(b, out)).containsOnly(18);
        }
    }

    @Test
    void keptBytePlanesMakeRoom() {
        try (RingBackend b = EmulatedDriver.open(GemmPolicy.BYTES);
                Words x = b.words(1 << 19);
                Words out = b.words(1 << 12)) {
            b.fill(1, x);
            b.matmul(x, x, new MatMulShape(1, 64, 1 << 13, 64, false, true, false, false), false, out);
            assertThat(download(b, out)).containsOnly(1 << 13);
            // 4 MiB of operand, as much of planes, 16 MiB of staging; room for 4 MiB only without the planes.
            EmulatedDriver.memory(26 << 20);
            b.words(1 << 19).close();
        }
    }

    @Test
    void lostDevice() {
        RingBackend b = EmulatedDriver.open();
        Words x = b.words(10);
        EmulatedDriver.loseDevice(ILLEGAL_ADDRESS);
        assertThatThrownBy(() -> b.fill(1, x))
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining("CUDA_ERROR_ILLEGAL_ADDRESS")
                .hasMessageContaining("lost");
        assertThatThrownBy(() -> b.words(1)).isInstanceOf(DeviceException.class).hasMessageContaining("failed earlier");
        x.close();
        b.close();
    }

    @Test
    void launchRefused() {
        try (RingBackend b = EmulatedDriver.open();
                Words x = b.words(10)) {
            EmulatedDriver.failNext("cuLaunchKernel", 701, 0);
            assertThatThrownBy(() -> b.fill(1, x))
                    .isInstanceOf(DeviceException.class)
                    .hasMessageContaining("launching ring_fill");
            b.fill(2, x);
            assertThat(download(b, x)).containsOnly(2);
        }
    }

    @Test
    void oversizeGrid() {
        assertThatThrownBy(() -> Kernels.checkGrid(Kernels.Kernel.GEMM_WORDS, 1L << 31, 1, 1))
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining("2147483648 x 1 x 1 blocks");
    }

    /** A driver older than the compiler refuses its machine code, and compiles the PTX. */
    @ParameterizedTest
    @ValueSource(ints = {NO_BINARY_FOR_GPU, UNSUPPORTED_PTX_VERSION})
    void machineCodeRefused(int code) {
        EmulatedDriver.failNext("cuModuleLoadData", code, 0);
        try (RingBackend b = EmulatedDriver.open();
                Words x = b.words(3)) {
            b.fill(4, x);
            assertThat(download(b, x)).containsOnly(4);
        }
    }

    @Test
    void kernelsRefused() {
        EmulatedDriver.failNext("cuModuleLoadData", NO_BINARY_FOR_GPU, 0);
        EmulatedDriver.failNext("cuModuleLoadData", UNSUPPORTED_PTX_VERSION, 0);
        assertThatThrownBy(EmulatedDriver::open)
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining("update the driver");
    }

    /** Opening fails at each kind of step; the teardown is complete (checked after each test). */
    @ParameterizedTest
    @CsvSource({
        "cuDevicePrimaryCtxRetain, 0",
        "cuCtxSetCurrent, 0",
        "cuStreamCreate, 0",
        "cuStreamCreate, 1",
        "cuStreamCreate, 2",
        "cuModuleLoadData, 0",
        "cuModuleGetFunction, 7",
        "cuFuncSetAttribute, 0",
        "cuMemHostAlloc, 0",
        "cuMemHostAlloc, 5",
        "cuMemAlloc, 3",
        "cuEventCreate, 0",
        "cuEventCreate, 9",
        "cuMemcpyHtoDAsync, 0",
        "cuEventRecord, 0"
    })
    void openingFails(String function, int after) {
        EmulatedDriver.failNext(function, ILLEGAL_ADDRESS, after);
        assertThatThrownBy(EmulatedDriver::open).isInstanceOf(DeviceException.class);
    }

    @Test
    void closingFreesWhatWasLeftOpen() {
        RingBackend b = EmulatedDriver.open();
        b.words(100);
        b.bytes(100).close();
        assertThat(EmulatedDriver.alive()).isGreaterThan(aliveBefore);
        b.close();
        b.close();
    }

    private static long[] download(RingBackend backend, Words x) {
        long[] host = new long[(int) x.size()];
        backend.download(x, MemorySegment.ofArray(host));
        return host;
    }
}
