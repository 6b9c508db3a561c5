package com.latticex.rosetta.backend.cuda;

import com.latticex.rosetta.backend.Availability.Unavailable;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Looks for the driver's library and for every function this backend calls, without JCuda: JCuda resolves functions when
 * they are first called, and a missing one ends the JVM.
 */
final class CudaLibrary {
    static final String NAME = "libcuda.so.1";

    /** JCuda's names without the suffixes that the library's versioned functions carry. */
    static final List<String> FUNCTIONS = List.of(
            "cuInit",
            "cuDriverGetVersion",
            "cuDeviceGetCount",
            "cuDeviceGet",
            "cuDeviceGetName",
            "cuDeviceGetAttribute",
            "cuDeviceTotalMem_v2",
            "cuDevicePrimaryCtxRetain",
            "cuDevicePrimaryCtxRelease_v2",
            "cuCtxSetCurrent",
            "cuModuleLoadData",
            "cuModuleUnload",
            "cuModuleGetFunction",
            "cuFuncSetAttribute",
            "cuLaunchKernel",
            "cuStreamCreate",
            "cuStreamDestroy_v2",
            "cuStreamWaitEvent",
            "cuEventCreate",
            "cuEventDestroy_v2",
            "cuEventRecord",
            "cuEventQuery",
            "cuMemAlloc_v2",
            "cuMemFree_v2",
            "cuMemHostAlloc",
            "cuMemFreeHost",
            "cuMemcpyHtoDAsync_v2",
            "cuMemcpyDtoHAsync_v2",
            "cuMemcpyDtoDAsync_v2",
            "cuMemsetD8Async");

    private CudaLibrary() {}

    /** Why CUDA cannot be used in this process, or nothing. */
    static Optional<Unavailable> problem(String library) {
        String platform = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        if (!platform.toLowerCase(Locale.ROOT).equals("linux amd64")) {
            return Optional.of(new Unavailable(
                    "the CUDA backend runs on 64-bit x86 Linux, not on " + platform + ".", "Use another device."));
        }
        SymbolLookup symbols;
        try {
            symbols = SymbolLookup.libraryLookup(library, Arena.global());
        } catch (IllegalArgumentException e) {
            return Optional.of(new Unavailable(
                    "no NVIDIA driver is installed (" + library + " is not found).",
                    "Install NVIDIA's driver, or in a container pass the GPU through."));
        }
        return FUNCTIONS.stream()
                .filter(f -> symbols.find(f).isEmpty())
                .findFirst()
                .map(f -> new Unavailable(
                        "the NVIDIA driver's library " + library + " lacks the function " + f + ".",
                        "Update the NVIDIA driver: one for CUDA 12 or newer is needed."));
    }
}
