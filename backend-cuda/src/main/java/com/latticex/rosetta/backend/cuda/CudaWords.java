package com.latticex.rosetta.backend.cuda;

import com.latticex.rosetta.backend.Arguments;
import com.latticex.rosetta.backend.Words;
import jcuda.driver.CUdeviceptr;

/**
 * Words on the device.
 *
 * @param offset bytes from the start of the allocation
 */
record CudaWords(DeviceMemory memory, long offset, long size, boolean view) implements Words {
    CudaWords(DeviceMemory memory, long size) {
        this(memory, 0, size, false);
    }

    long address() {
        return memory.address(offset);
    }

    CUdeviceptr pointer() {
        return memory.pointer(offset);
    }

    @Override
    public CudaWords slice(long from, long length) {
        memory.checkOpen();
        Arguments.slice(from, length, size);
        return new CudaWords(memory, offset + 8 * from, length, true);
    }

    @Override
    public void close() {
        if (!view) {
            memory.close();
        }
    }

    @Override
    public String toString() {
        return "Words(" + size + ")";
    }
}
