package com.latticex.rosetta.backend.opencl;

import com.latticex.rosetta.backend.RingBackend;
import com.latticex.rosetta.backend.Words;
import com.latticex.rosetta.error.DeviceException;
import java.util.ArrayDeque;
import java.util.Deque;

/** Main class: takes buffers until the device has no memory left, prints what is said, frees them and computes on. */
final class FullDevice {
    private static final long SIZE = 8 << 20;

    private FullDevice() {}

    public static void main(String[] arguments) {
        try (RingBackend backend = new OpenClProvider().open(0)) {
            Deque<Words> taken = new ArrayDeque<>();
            try {
                while (taken.size() < 1_000) {
                    taken.add(backend.words(SIZE));
                }
            } catch (DeviceException e) {
                System.out.println("refused after " + taken.size() + ": " + e.getMessage());
            }
            taken.forEach(Words::close);
            try (Words x = backend.words(2 * SIZE)) {
                backend.fill(1, x.slice(0, 1));
                System.out.println("goes on");
            }
        }
    }
}
