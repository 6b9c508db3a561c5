package com.latticex.rosetta.backend.opencl;

import com.latticex.rosetta.backend.opencl.host.ClDevice;

/**
 * How work is cut for a kind of device: few long work-items with explicit vectors on a processor, many short ones on
 * a GPU.
 *
 * @param gpu tiles in local memory instead of packed panels
 * @param group work-items of a group in elementwise kernels
 * @param rowGroup work-items of a group in kernels that walk along rows
 * @param units compute units
 * @param tableAes never the processor's AES instruction
 */
record KernelShape(boolean gpu, int group, int rowGroup, int units, boolean tableAes) {
    static KernelShape of(ClDevice device) {
        return device.isCpu() ? cpu(device.units()) : gpu(device.units());
    }

    static KernelShape cpu(int units) {
        return new KernelShape(false, 512, 1, units, false);
    }

    static KernelShape gpu(int units) {
        return new KernelShape(true, 256, 64, units, true);
    }

    /** Options of the OpenCL compiler. */
    String options() {
        return "-cl-std=CL1.2 -w -DGROUP=" + group + " -DROW_GROUP=" + rowGroup + (gpu ? " -DGPU" : "")
                + (tableAes ? " -DTABLE_AES" : "");
    }

    /** Elements one work-item of a row kernel handles, at most {@code most}: enough work-items for every unit. */
    long chunk(long elements, long most) {
        return gpu ? 1 : Math.clamp(elements / (8L * units), 1, most);
    }

    /** Work-items to aim at when a long sum is cut into parts. */
    long wanted() {
        return gpu ? 256L * units : 4L * units;
    }
}
