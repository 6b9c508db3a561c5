package com.latticex.rosetta.backend.opencl;

import com.latticex.rosetta.backend.Availability.Available;
import com.latticex.rosetta.backend.Availability.Unavailable;
import com.latticex.rosetta.backend.DeviceInfo;
import com.latticex.rosetta.backend.RingBackend;
import com.latticex.rosetta.backend.Words;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** Opens every device, all of them at once, computes 5 * 7 + 1 on each and prints the sum; or prints what is missing. */
final class OpenDevices {
    private OpenDevices() {}

    public static void main(String[] arguments) {
        OpenClProvider provider = new OpenClProvider();
        switch (provider.probe()) {
            case Unavailable missing -> System.out.println("missing: " + missing.reason());
            case Available found -> {
                List<RingBackend> backends = new ArrayList<>();
                for (DeviceInfo device : found.devices()) {
                    backends.add(provider.open(device.index()));
                }
                long total = 0;
                for (RingBackend backend : backends) {
                    total += compute(backend);
                }
                backends.forEach(RingBackend::close);
                System.out.println("devices " + backends.size() + ", sum " + total);
            }
        }
    }

    private static long compute(RingBackend backend) {
        long[] result = new long[1];
        try (Words x = backend.words(1)) {
            backend.fill(5, x);
            backend.affine(x, 7, 1, x);
            backend.download(x, MemorySegment.ofArray(result));
        }
        return result[0];
    }
}
