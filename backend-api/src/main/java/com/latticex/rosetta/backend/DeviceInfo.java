package com.latticex.rosetta.backend;

/**
 * What a device is.
 *
 * @param backend provider's name: cpu, opencl, fpga, cuda
 * @param index number of the device within its provider
 * @param name model, as the driver or operating system gives it
 * @param detail one line: vector width, driver version and the like
 * @param memoryBytes memory the device can use, 0 when unknown
 */
public record DeviceInfo(String backend, int index, String name, String detail, long memoryBytes) {}
