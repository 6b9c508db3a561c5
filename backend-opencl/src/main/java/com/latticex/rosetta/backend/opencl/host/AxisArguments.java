package com.latticex.rosetta.backend.opencl.host;

import com.latticex.rosetta.backend.WindowAxis;
import com.latticex.rosetta.backend.Windows2d;
import java.util.Arrays;

/** How kernels on windows take their shape: of each axis the extents and distances in the order of {@link WindowAxis}. */
public final class AxisArguments {
    private static final int VECTOR = 8;

    private AxisArguments() {}

    private static long[] numbers(WindowAxis axis) {
        return new long[] {axis.in(), axis.taps(), axis.stride(), axis.dilation(), axis.before(), axis.out()};
    }

    /** Appends the kernel parameters {@code long8 rows, long8 columns, long channels}. */
    public static ClLaunch to(ClLaunch launch, Windows2d shape) {
        return launch.word(Arrays.copyOf(numbers(shape.rows()), VECTOR))
                .word(Arrays.copyOf(numbers(shape.columns()), VECTOR))
                .word(shape.channels());
    }

    /** Appends the same as thirteen kernel parameters {@code long}, for kernels without vectors. */
    public static ClLaunch scalarsTo(ClLaunch launch, Windows2d shape) {
        for (WindowAxis axis : new WindowAxis[] {shape.rows(), shape.columns()}) {
            for (long number : numbers(axis)) {
                launch.word(number);
            }
        }
        return launch.word(shape.channels());
    }
}
