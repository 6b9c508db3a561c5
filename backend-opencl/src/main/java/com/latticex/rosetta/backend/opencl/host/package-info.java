/**
 * The host side of OpenCL that every OpenCL device shares, whatever its kernels are: finding the library and the devices,
 * one in-order queue, pooled device memory, programs and launches. {@code backend-fpga} builds on it too.
 */
@NullMarked
package com.latticex.rosetta.backend.opencl.host;

import org.jspecify.annotations.NullMarked;
