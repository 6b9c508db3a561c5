package com.latticex.rosetta.backend.cuda;

import com.latticex.rosetta.backend.Availability.Available;
import com.latticex.rosetta.backend.Availability.Unavailable;
import com.latticex.rosetta.backend.Bytes;
import com.latticex.rosetta.backend.DeviceInfo;
import com.latticex.rosetta.backend.MatMulShape;
import com.latticex.rosetta.backend.RingBackend;
import com.latticex.rosetta.backend.Seed;
import com.latticex.rosetta.backend.Strides;
import com.latticex.rosetta.backend.Words;
import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;

/**
 * Prints one table of everything this backend promises, in one run of a few minutes: {@code backend-cuda/benchmark.sh}.
 *
 * <p>Each figure is the mean over repetitions of at least {@link Scale#seconds} after a warm-up, the wait for the device
 * included. The reference products run in the same process on the same operands.
 */
final class CudaBenchmark {
    /**
     * How much of everything.
     *
     * @param products sides of the square products, the last one for the headline
     * @param small shape of the small products and of the layer
     * @param words elements of the elementwise and generator rows
     * @param comparisons comparisons a step
     * @param graph small products in one graph
     * @param seconds least time a row
     */
    record Scale(List<Integer> products, MatMulShape small, int words, int comparisons, int graph, double seconds) {
        static final Scale FULL = new Scale(
                List.of(128, 256, 384, 512, 768, 1024, 2048, 4096),
                MatMulShape.of(128, 784, 128),
                1 << 27,
                1 << 22,
                64,
                1);
    }

    private final DeviceInfo device;
    private final Scale scale;
    private final PrintStream out;
    private final byte[] key = new byte[Seed.BYTES];

    CudaBenchmark(DeviceInfo device, Scale scale, PrintStream out) {
        this.device = device;
        this.scale = scale;
        this.out = out;
    }

    public static void main(String[] arguments) {
        switch (new CudaProvider().probe()) {
            case Unavailable missing -> System.out.println(missing.reason() + " " + missing.remedy());
            case Available found -> new CudaBenchmark(found.devices().getFirst(), Scale.FULL, System.out).run();
        }
    }

    void run() {
        out.printf("device: %s, %s, %.0f GB%n", device.name(), device.detail(), device.memoryBytes() / 1e9);
        try (CudaBackend words = new CudaBackend(device, GemmPolicy.WORDS);
                CudaBackend bytes = new CudaBackend(device, GemmPolicy.BYTES)) {
            products(words, bytes);
            smallProducts(words, "words");
            smallProducts(bytes, "bytes");
            memory(words);
            generator(words);
            comparison(words);
            transfers(words);
            layer(new CudaBackend(device, GemmPolicy.DEFAULT));
        }
    }

    // ---- products

    private void products(CudaBackend words, CudaBackend bytes) {
        try (Float64Limbs limbs = Float64Limbs.open(words.queue());
                ReferenceProduct textbook = new ReferenceProduct(words.queue())) {
            out.printf("float64 limbs: %s%n", limbs.description());
            for (int side : scale.products()) {
                product(words, bytes, textbook, limbs, side);
            }
        }
    }

    private void product(
            CudaBackend words, CudaBackend bytes, ReferenceProduct textbook, Float64Limbs limbs, int side) {
        double work = (double) side * side * side;
        MatMulShape shape = MatMulShape.of(side, side, side);
        int size = side * side;
        long[] expected = new long[size];
        long[] actual = new long[size];
        String name = "product " + side + "^3, ";
        try (Words x = draw(words, size, 1);
                Words y = draw(words, size, 2);
                Words o = words.words(size)) {
            row(
                    name + "(a) words",
                    "T multiply-adds/s",
                    work / 1e12,
                    words,
                    o,
                    () -> words.matmul(x, y, shape, false, o));
            words.download(o, MemorySegment.ofArray(expected));
            row(
                    name + "textbook 64-bit",
                    "T multiply-adds/s",
                    work / 1e12,
                    words,
                    o,
                    () -> textbook.multiply((CudaWords) x, (CudaWords) y, (CudaWords) o, side));
            words.download(o, MemorySegment.ofArray(actual));
            out.printf("  textbook %s (a)%n", Arrays.equals(expected, actual) ? "equals" : "DIFFERS FROM");
            if (limbs.available()) {
                row(name + "float64 limbs", "T multiply-adds/s", work / 1e12, words, o, () -> limbs.multiply(side));
            }
        }
        try (Words x = draw(bytes, size, 1);
                Words y = draw(bytes, size, 2);
                Words o = bytes.words(size)) {
            row(name + "(b) bytes, both operands split", "T multiply-adds/s", work / 1e12, bytes, o, () -> {
                ((CudaWords) x).memory().written();
                ((CudaWords) y).memory().written();
                bytes.matmul(x, y, shape, false, o);
            });
            row(name + "(b) bytes, y kept", "T multiply-adds/s", work / 1e12, bytes, o, () -> {
                ((CudaWords) x).memory().written();
                bytes.matmul(x, y, shape, false, o);
            });
            row(
                    name + "(b) bytes, both kept",
                    "T multiply-adds/s",
                    work / 1e12,
                    bytes,
                    o,
                    () -> bytes.matmul(x, y, shape, false, o));
            bytes.download(o, MemorySegment.ofArray(actual));
            out.printf("  (b) %s (a)%n", Arrays.equals(expected, actual) ? "equals" : "DIFFERS FROM");
        }
    }

    private void smallProducts(CudaBackend b, String kernel) {
        MatMulShape shape = scale.small();
        String name = "product " + text(shape) + ", " + kernel;
        try (Words x = draw(b, (int) shape.sizeX(), 1);
                Words y = draw(b, (int) shape.sizeY(), 2);
                Words o = b.words(shape.sizeOut())) {
            double single = time(b, o, () -> b.matmul(x, y, shape, false, o));
            out.printf("%-52s %10.1f us a call%n", name, single * 1e6);
            try (RecordedGraph graph = new RecordedGraph(b.queue(), () -> {
                for (int i = 0; i < scale.graph(); i++) {
                    b.matmul(x, y, shape, false, o);
                }
            })) {
                double batch = time(b, o, graph::launch) / scale.graph();
                out.printf("%-52s %10.1f us a call%n", name + ", " + scale.graph() + " in a graph", batch * 1e6);
            }
        }
    }

    private static String text(MatMulShape shape) {
        return shape.m() + "x" + shape.k() + "x" + shape.n();
    }

    // ---- memory-bound kernels

    private void memory(RingBackend b) {
        double gigabytes = 8.0 * scale.words() / 1e9;
        try (Words x = draw(b, scale.words(), 1);
                Words y = draw(b, scale.words(), 2);
                Words z = draw(b, scale.words(), 3);
                Words o = b.words(scale.words())) {
            row("copy on the device", "GB/s", 2 * gigabytes, b, o, () -> b.copy(x, o));
            row("add", "GB/s", 3 * gigabytes, b, o, () -> b.add(x, y, o));
            row("multiply", "GB/s", 3 * gigabytes, b, o, () -> b.multiply(x, y, o));
            row("affine", "GB/s", 2 * gigabytes, b, o, () -> b.affine(x, 3, 1, o));
            row("beaver", "GB/s", 4 * gigabytes, b, o, () -> b.beaver(1, x, y, z, x, y, o));
            row("truncateOpened", "GB/s", 4 * gigabytes, b, o, () -> b.truncateOpened(1, 16, x, y, z, o));
            int side = (int) Math.sqrt(scale.words());
            Strides transposed = new Strides(0, List.of((long) side, (long) side), List.of(1L, (long) side));
            long cells = (long) side * side;
            row("transpose", "GB/s", 16.0 * cells / 1e9, b, o, () -> b.gather(x, transposed, o.slice(0, cells)));
            row(
                    "sum of rows",
                    "GB/s",
                    8.0 * cells / 1e9,
                    b,
                    o,
                    () -> b.sum(x.slice(0, cells), side, side, 1, o.slice(0, side)));
        }
    }

    private void generator(RingBackend b) {
        try (Seed seed = Seed.of(key);
                Words o = b.words(scale.words());
                Bytes digits = b.bytes(scale.words())) {
            row("AES-128-CTR expansion", "GB/s", 8.0 * scale.words() / 1e9, b, o, () -> b.random(seed, 1, o));
            row("digits modulo 67", "G digits/s", scale.words() / 1e9, b, o, () -> b.randomDigits(seed, 1, digits));
        }
    }

    private void comparison(RingBackend b) {
        int n = scale.comparisons();
        try (Seed seed = Seed.of(key);
                Words c = draw(b, n, 1);
                Words coins = draw(b, n, 2);
                Words o = b.words(n);
                Bytes share = b.bytes((long) n * RingBackend.DIGITS);
                Bytes other = b.bytes((long) n * RingBackend.DIGITS);
                Bytes s = b.bytes((long) n * RingBackend.BLINDED);
                Bytes u = b.bytes((long) n * RingBackend.BLINDED);
                Bytes blinded = b.bytes((long) n * RingBackend.BLINDED)) {
            b.randomDigits(seed, 1, share);
            b.randomNonZeroDigits(seed, 2, s);
            b.randomDigits(seed, 3, u);
            double work = n / 1e9;
            row("comparison: deal digits", "G comparisons/s", work, b, o, () -> b.dealDigits(c, share, other));
            row(
                    "comparison: blind digits",
                    "G comparisons/s",
                    work,
                    b,
                    o,
                    () -> b.blindDigits(1, c, coins, share, s, u, blinded));
            row("comparison: blind, common digits drawn", "G comparisons/s", work, b, o, () -> {
                b.randomNonZeroDigits(seed, 2, s);
                b.randomDigits(seed, 3, u);
                b.blindDigits(1, c, coins, share, s, u, blinded);
            });
            row("comparison: any zero", "G comparisons/s", work, b, o, () -> b.anyZero(blinded, u, o));
        }
    }

    private void transfers(RingBackend b) {
        int n = Math.max(1, scale.words() / 4);
        try (Arena arena = Arena.ofShared();
                Words x = b.words(n)) {
            MemorySegment host = arena.allocate(8L * n, 64);
            row("upload", "GB/s", 8.0 * n / 1e9, b, x, () -> b.upload(host, x));
            row("download", "GB/s", 8.0 * n / 1e9, b, x, () -> b.download(x, host));
        }
    }

    /** One party's local work for a layer with truncation and ReLU: three products, openings, digits. */
    private void layer(CudaBackend b) {
        MatMulShape shape = scale.small();
        int n = (int) shape.sizeOut();
        try (b;
                Seed seed = Seed.of(key);
                Words x = draw(b, (int) shape.sizeX(), 1);
                Words w = draw(b, (int) shape.sizeY(), 2);
                Words a = b.words(n);
                Words r = b.words(n);
                Bytes share = b.bytes((long) n * RingBackend.DIGITS);
                Bytes s = b.bytes((long) n * RingBackend.BLINDED);
                Bytes u = b.bytes((long) n * RingBackend.BLINDED);
                Bytes blinded = b.bytes((long) n * RingBackend.BLINDED)) {
            long[] opened = new long[n];
            byte[] sent = new byte[n * RingBackend.BLINDED];
            double seconds = time(b, a, () -> {
                b.random(seed, 1, r);
                b.matmul(x, w, shape, false, a);
                b.matmul(x, w, shape, true, a);
                b.matmul(x, w, shape, true, a);
                b.add(a, r, a);
                b.download(a, MemorySegment.ofArray(opened));
                b.upload(MemorySegment.ofArray(opened), a);
                b.truncateOpened(1, 16, a, r, r, a);
                b.randomDigits(seed, 2, share);
                b.randomNonZeroDigits(seed, 3, s);
                b.randomDigits(seed, 4, u);
                b.blindDigits(1, a, r, share, s, u, blinded);
                b.download(blinded, MemorySegment.ofArray(sent));
            });
            out.printf("%-52s %10.1f us%n", "layer " + text(shape) + " + truncation + ReLU, one party", seconds * 1e6);
        }
    }

    // ---- measuring

    private Words draw(RingBackend b, int size, long nonce) {
        Words words = b.words(size);
        try (Seed seed = Seed.of(key)) {
            b.random(seed, nonce, words);
        }
        return words;
    }

    private void row(String name, String unit, double work, RingBackend b, Words touched, Runnable call) {
        out.printf("%-52s %10.2f %s%n", name, work / time(b, touched, call), unit);
    }

    /** Mean seconds a call. */
    private double time(RingBackend b, Words touched, Runnable call) {
        long[] one = new long[1];
        MemorySegment host = MemorySegment.ofArray(one);
        Words first = touched.slice(0, 1);
        double estimate = once(b, first, host, call, 2) / 2;
        int calls = (int) Math.clamp(scale.seconds() / 4 / Math.max(estimate, 1e-9), 1, 10_000);
        once(b, first, host, call, calls);
        double total = 0;
        long done = 0;
        do {
            total += once(b, first, host, call, calls);
            done += calls;
        } while (total < scale.seconds());
        return total / done;
    }

    private static double once(RingBackend b, Words first, MemorySegment host, Runnable call, int calls) {
        b.download(first, host);
        long start = System.nanoTime();
        for (int i = 0; i < calls; i++) {
            call.run();
        }
        b.download(first, host);
        return (System.nanoTime() - start) / 1e9;
    }
}
