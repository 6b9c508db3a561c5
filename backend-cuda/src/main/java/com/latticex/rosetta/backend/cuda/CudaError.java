package com.latticex.rosetta.backend.cuda;

import com.latticex.rosetta.error.DeviceException;
import jcuda.driver.CUresult;

/** Turns the driver's result codes into errors that say what to do. */
final class CudaError {
    private CudaError() {}

    /** @param doing what was being done, as in "launching ring_add on cuda:0" */
    static void check(int code, String doing) {
        if (code != CUresult.CUDA_SUCCESS) {
            throw new DeviceException(doing + " failed with " + CUresult.stringFor(code) + ": " + advice(code));
        }
    }

    /** Whether nothing more can be done on the device in this process. */
    static boolean isLoss(int code) {
        return switch (code) {
            case CUresult.CUDA_ERROR_ILLEGAL_ADDRESS,
                    CUresult.CUDA_ERROR_MISALIGNED_ADDRESS,
                    CUresult.CUDA_ERROR_INVALID_ADDRESS_SPACE,
                    CUresult.CUDA_ERROR_INVALID_PC,
                    CUresult.CUDA_ERROR_LAUNCH_FAILED,
                    CUresult.CUDA_ERROR_ILLEGAL_INSTRUCTION,
                    CUresult.CUDA_ERROR_ECC_UNCORRECTABLE,
                    CUresult.CUDA_ERROR_NVLINK_UNCORRECTABLE,
                    CUresult.CUDA_ERROR_HARDWARE_STACK_ERROR,
                    CUresult.CUDA_ERROR_LAUNCH_TIMEOUT -> true;
            default -> false;
        };
    }

    private static String advice(int code) {
        if (isLoss(code)) {
            return "the device is lost to this process; restart it, and see the system log for an Xid message";
        }
        return switch (code) {
            case CUresult.CUDA_ERROR_OUT_OF_MEMORY ->
                "the device has not enough free memory; use smaller batches, or free the device of other programs";
            case CUresult.CUDA_ERROR_NO_BINARY_FOR_GPU,
                    CUresult.CUDA_ERROR_INVALID_IMAGE,
                    CUresult.CUDA_ERROR_INVALID_PTX,
                    CUresult.CUDA_ERROR_UNSUPPORTED_PTX_VERSION,
                    CUresult.CUDA_ERROR_INVALID_SOURCE,
                    CUresult.CUDA_ERROR_JIT_COMPILER_NOT_FOUND ->
                "the driver cannot run the embedded kernels on this device; update the driver, or rebuild the kernels"
                        + " with mvn -Pnvcc";
            case CUresult.CUDA_ERROR_INVALID_DEVICE -> "there is no such device; count from 0";
            default -> "see the driver's documentation of this code";
        };
    }
}
