package com.latticex.rosetta.backend.cuda;

import jcuda.driver.CUdeviceptr;

/** A device pointer that tells its value, which JCuda's hides; kernels take it as a plain word. */
final class DeviceAddress extends CUdeviceptr {
    long value() {
        return getNativePointer() + getByteOffset();
    }
}
