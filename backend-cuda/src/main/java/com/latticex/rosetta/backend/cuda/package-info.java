/**
 * Ring arithmetic on NVIDIA GPUs: the driver interface of JCuda and kernels of our own as an embedded fat binary.
 *
 * <p><b>No GPU has run this code yet.</b> The kernels are compiled by nvcc, and the same sources, compiled by g++ for an emulated
 * driver that the real JCuda loads, pass the whole contract of the ring backends. Speed has not been measured:
 * {@code backend-cuda/benchmark.sh} prints the table on a machine with a device, and {@code mvn verify -Pgpu
 * -Drosetta.require=cuda -pl backend-cuda -am} runs the contract there. For the memory checker, put {@code compute-sanitizer
 * --target-processes all} before that command; the kernels have to be rebuilt with {@code -lineinfo} for line numbers.
 *
 * <p>Shares stay on the device; only what is uploaded and downloaded crosses the bus, through pinned memory. No class of
 * JCuda is initialised before the driver library has been found and checked.
 *
 * <p>{@link com.latticex.rosetta.backend.cuda.CudaBackend} checks arguments and submits to a {@code Queue}: one in-order
 * stream on the device's primary context. {@code DeviceState} holds what lives on the device: {@code Kernels} (the module
 * and the next launch), {@code MemoryPool}, {@code Staging} (transfers), {@code BytePlanes} (operands split for the tensor
 * cores). Kernel families: {@code Shapes}, {@code MatrixProduct}, {@code Digits}; their sources are in
 * {@code src/main/cuda}, one file a family, and {@code mvn -Pnvcc} rebuilds the fat binary from them.
 */
@NullMarked
package com.latticex.rosetta.backend.cuda;

import org.jspecify.annotations.NullMarked;
