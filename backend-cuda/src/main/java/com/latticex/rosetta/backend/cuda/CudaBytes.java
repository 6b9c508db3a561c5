package com.latticex.rosetta.backend.cuda;

import com.latticex.rosetta.backend.Arguments;
import com.latticex.rosetta.backend.Bytes;
import jcuda.driver.CUdeviceptr;

/**
 * Bytes on the device.
 *
 * @param offset bytes from the start of the allocation
 */
record CudaBytes(DeviceMemory memory, long offset, long size, boolean view) implements Bytes {
    CudaBytes(DeviceMemory memory, long size) {
        this(memory, 0, size, false);
    }

    long address() {
        return memory.address(offset);
    }

    CUdeviceptr pointer() {
        return memory.pointer(offset);
    }

    @Override
    public CudaBytes slice(long from, long length) {
        memory.checkOpen();
        Arguments.slice(from, length, size);
        return new CudaBytes(memory, offset + from, length, true);
    }

    @Override
    public void close() {
        if (!view) {
            memory.close();
        }
    }

    @Override
    public String toString() {
        return "Bytes(" + size + ")";
    }
}
