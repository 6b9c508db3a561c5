package com.latticex.rosetta.backend.cuda;

import static jcuda.driver.JCudaDriver.cuLaunchKernel;
import static jcuda.driver.JCudaDriver.cuModuleGetFunction;
import static jcuda.driver.JCudaDriver.cuModuleLoadData;
import static jcuda.driver.JCudaDriver.cuModuleUnload;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import jcuda.Pointer;
import jcuda.driver.CUfunction;
import jcuda.driver.CUmodule;

/** The textbook kernel of {@code src/test/cuda/reference.cu}, from its PTX. */
final class ReferenceProduct implements AutoCloseable {
    private final Queue queue;
    private final CUmodule module = new CUmodule();
    private final CUfunction function = new CUfunction();

    ReferenceProduct(Queue queue) {
        this.queue = queue;
        try (InputStream in = ReferenceProduct.class.getResourceAsStream("reference.ptx")) {
            if (in == null) {
                throw new AssertionError("reference.ptx is missing: rebuild it with mvn -Pnvcc");
            }
            byte[] ptx = in.readAllBytes();
            queue.submit(() -> {
                // One byte more ends the text.
                queue.check(cuModuleLoadData(module, Arrays.copyOf(ptx, ptx.length + 1)), "loading the reference");
                queue.check(cuModuleGetFunction(function, module, "reference_gemm"), "looking for the reference");
            });
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    void multiply(CudaWords x, CudaWords y, CudaWords out, long side) {
        Pointer arguments = Pointer.to(
                Pointer.to(new long[] {side}),
                Pointer.to(new long[] {side}),
                Pointer.to(new long[] {side}),
                Pointer.to(new long[] {x.address()}),
                Pointer.to(new long[] {y.address()}),
                Pointer.to(new long[] {out.address()}));
        int blocks = (int) (side + 15) / 16;
        queue.submit(() -> queue.check(
                cuLaunchKernel(function, blocks, blocks, 1, 256, 1, 1, 0, queue.stream(), arguments, null),
                "launching the reference"));
    }

    @Override
    public void close() {
        queue.submit(() -> {
            cuModuleUnload(module);
        });
    }
}
