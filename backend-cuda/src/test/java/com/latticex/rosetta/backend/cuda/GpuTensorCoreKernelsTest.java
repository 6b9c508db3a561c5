package com.latticex.rosetta.backend.cuda;

import com.latticex.rosetta.backend.RingBackend;
import com.latticex.rosetta.backend.contract.RingBackendContract;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("gpu")
@ExtendWith(RealDevice.class)
class GpuTensorCoreKernelsTest extends RingBackendContract {
    @Override
    protected RingBackend open() {
        return RealDevice.open(GemmPolicy.BYTES);
    }
}
