package com.latticex.rosetta.backend.contract;

import com.latticex.rosetta.backend.Conv2dShape;
import com.latticex.rosetta.backend.WindowAxis;
import com.latticex.rosetta.backend.Windows2d;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kernel on windows over images equals the reference bit for bit. */
public abstract class WindowsContract extends KernelContract {
    static Stream<Conv2dShape> convolutions() {
        WindowAxis plain = WindowAxis.valid(5, 3, 1, 1);
        WindowAxis padded = WindowAxis.same(7, 3, 2, 1);
        WindowAxis dilated = WindowAxis.padded(9, 3, 2, 3, 4, 1);
        WindowAxis even = WindowAxis.same(6, 4, 1, 1);
        WindowAxis skipping = WindowAxis.valid(11, 2, 5, 1);
        WindowAxis outside = new WindowAxis(2, 2, 3, 1, 3, 4);
        return Stream.of(
                new Conv2dShape(new Windows2d(1, plain, plain, 1), 1, 1),
                new Conv2dShape(new Windows2d(3, plain, padded, 2), 5, 1),
                new Conv2dShape(new Windows2d(2, dilated, even, 3), 4, 1),
                new Conv2dShape(new Windows2d(2, skipping, outside, 9), 8, 1),
                new Conv2dShape(new Windows2d(1, WindowAxis.same(28, 5, 1, 1), WindowAxis.valid(28, 5, 1, 1), 1), 6, 1),
                new Conv2dShape(new Windows2d(2, padded, WindowAxis.valid(12, 5, 1, 1), 20), 9, 1),
                new Conv2dShape(new Windows2d(2, padded, even, 6), 6, 6),
                new Conv2dShape(new Windows2d(3, dilated, plain, 5), 15, 5),
                new Conv2dShape(new Windows2d(1, even, padded, 8), 12, 4),
                new Conv2dShape(new Windows2d(2, WindowAxis.valid(4, 1, 1, 1), WindowAxis.valid(4, 1, 1, 1), 65), 7, 1),
                new Conv2dShape(new Windows2d(0, plain, plain, 2), 3, 1),
                new Conv2dShape(new Windows2d(2, WindowAxis.valid(2, 3, 1, 1), plain, 2), 3, 1),
                new Conv2dShape(new Windows2d(2, plain, WindowAxis.padded(0, 3, 1, 1, 2, 2), 2), 3, 1),
                new Conv2dShape(new Windows2d(2, plain, new WindowAxis(5, 0, 1, 1, 0, 2), 2), 3, 1),
                new Conv2dShape(new Windows2d(2, plain, plain, 0), 3, 1));
    }

    @ParameterizedTest
    @MethodSource("convolutions")
    void unfoldsWindows(Conv2dShape shape) {
        Samples s = Samples.of(0, 18);
        Windows2d w = shape.windows();
        long[] images = s.words((int) w.sizeImages());
        long[] unfolded = s.words((int) w.sizeUnfolded());
        check((b, o) -> b.unfold(o.words(0), w, o.words(1)), images, unfolded);
        check((b, o) -> b.fold(o.words(1), w, false, o.words(0)), images, unfolded);
        check((b, o) -> b.fold(o.words(1), w, true, o.words(0)), images, unfolded);
    }

    @ParameterizedTest
    @MethodSource("convolutions")
    void convolves(Conv2dShape shape) {
        Samples s = Samples.of(0, 19);
        long[] x = s.words((int) shape.sizeX());
        long[] filter = s.words((int) shape.sizeFilter());
        long[] out = s.words((int) shape.sizeOut());
        for (boolean more : new boolean[] {false, true}) {
            check((b, o) -> b.conv2d(o.words(0), o.words(1), shape, more, o.words(2)), x, filter, out);
            check((b, o) -> b.conv2dInput(o.words(2), o.words(1), shape, more, o.words(0)), x, filter, out);
            check((b, o) -> b.conv2dFilter(o.words(0), o.words(2), shape, more, o.words(1)), x, filter, out);
        }
    }
}
