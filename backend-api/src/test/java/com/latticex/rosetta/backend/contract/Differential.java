package com.latticex.rosetta.backend.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.latticex.rosetta.backend.Buffer;
import com.latticex.rosetta.backend.Bytes;
import com.latticex.rosetta.backend.RingBackend;
import com.latticex.rosetta.backend.Words;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Runs a kernel on a device and on the reference and compares every byte of every buffer afterwards: outputs and inputs, and
 * the guards around the device's, which must be what they were.
 */
final class Differential {
    private static final int[] GUARDS = {0, 3};
    private static final byte PATTERN = 0x5A;

    private final RingBackend device;
    private final RingBackend reference;

    Differential(RingBackend device, RingBackend reference) {
        this.device = device;
        this.reference = reference;
    }

    /** A kernel on buffers in the order of the arrays they were made from. */
    interface Kernel {
        void run(RingBackend backend, Operands operands);
    }

    /** The buffers of one run; each a view of a larger one when there are guards. */
    static final class Operands {
        private final List<Buffer> views = new ArrayList<>();

        Words words(int i) {
            return (Words) views.get(i);
        }

        Bytes bytes(int i) {
            return (Bytes) views.get(i);
        }
    }

    /** @param arrays contents before the run, {@code long[]} for words and {@code byte[]} for bytes, outputs included */
    void check(Kernel kernel, Object... arrays) {
        List<byte[]> results = run(reference, kernel, 0, arrays);
        for (int guard : GUARDS) {
            List<byte[]> actual = run(device, kernel, guard, arrays);
            for (int i = 0; i < arrays.length; i++) {
                byte[] expected = guarded(results.get(i), arrays[i] instanceof long[] ? Long.BYTES * guard : guard);
                assertThat(Arrays.mismatch(actual.get(i), expected))
                        .as("first byte of buffer %d that differs, guards of %d elements", i, guard)
                        .isEqualTo(-1);
            }
        }
    }

    private static byte[] guarded(byte[] content, int guard) {
        byte[] all = new byte[content.length + 2 * guard];
        Arrays.fill(all, PATTERN);
        System.arraycopy(content, 0, all, guard, content.length);
        return all;
    }

    private static List<byte[]> run(RingBackend backend, Kernel kernel, int guard, Object[] arrays) {
        List<Buffer> owned = new ArrayList<>();
        Operands operands = new Operands();
        try {
            for (Object array : arrays) {
                if (array instanceof long[] content) {
                    operands.views.add(words(backend, content, guard, owned));
                } else {
                    operands.views.add(bytes(backend, (byte[]) array, guard, owned));
                }
            }
            kernel.run(backend, operands);
            return owned.stream().map(buffer -> content(backend, buffer)).toList();
        } finally {
            owned.forEach(Buffer::close);
        }
    }

    private static Words words(RingBackend backend, long[] content, int guard, List<Buffer> owned) {
        long[] all = new long[content.length + 2 * guard];
        Arrays.fill(all, 0x0101010101010101L * PATTERN);
        System.arraycopy(content, 0, all, guard, content.length);
        Words words = backend.words(all.length);
        owned.add(words);
        backend.upload(MemorySegment.ofArray(all), words);
        return guard == 0 ? words : words.slice(guard, content.length);
    }

    private static Bytes bytes(RingBackend backend, byte[] content, int guard, List<Buffer> owned) {
        byte[] all = guarded(content, guard);
        Bytes bytes = backend.bytes(all.length);
        owned.add(bytes);
        backend.upload(MemorySegment.ofArray(all), bytes);
        return guard == 0 ? bytes : bytes.slice(guard, content.length);
    }

    private static byte[] content(RingBackend backend, Buffer buffer) {
        if (buffer instanceof Words words) {
            long[] content = new long[Math.toIntExact(words.size())];
            backend.download(words, MemorySegment.ofArray(content));
            return MemorySegment.ofArray(content).toArray(ValueLayout.JAVA_BYTE);
        }
        byte[] content = new byte[Math.toIntExact(buffer.size())];
        backend.download((Bytes) buffer, MemorySegment.ofArray(content));
        return content;
    }
}
