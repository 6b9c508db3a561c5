package com.latticex.rosetta.backend.cuda;

import com.latticex.rosetta.backend.Availability.Available;
import com.latticex.rosetta.backend.Availability.Unavailable;
import com.latticex.rosetta.backend.Backends;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.TestAbortedException;

/** Tests on the installed driver: skipped where it has no device, unless {@code -Drosetta.require=cuda}. */
final class RealDevice implements BeforeAllCallback {
    static CudaBackend open(GemmPolicy policy) {
        if (new CudaProvider().probe() instanceof Available found) {
            return new CudaBackend(found.devices().getFirst(), policy);
        }
        throw new AssertionError("the device has gone");
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        if (new CudaProvider().probe() instanceof Unavailable missing) {
            String reason = missing.reason() + " " + missing.remedy();
            if (Backends.required().contains(CudaProvider.NAME)) {
                throw new AssertionError(reason);
            }
            System.out.println("SKIPPED " + context.getDisplayName() + ": " + reason);
            throw new TestAbortedException(reason);
        }
    }
}
