package com.latticex.rosetta.backend.cuda;

import com.latticex.rosetta.backend.RingBackend;
import com.latticex.rosetta.backend.contract.WindowsContract;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("gpu")
@ExtendWith(RealDevice.class)
class GpuWindowsTest extends WindowsContract {
    @Override
    protected RingBackend open() {
        return new CudaProvider().open(0);
    }
}
