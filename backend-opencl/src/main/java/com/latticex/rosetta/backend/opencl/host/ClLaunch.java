package com.latticex.rosetta.backend.opencl.host;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_kernel;

/** One launch: its arguments in the order of the kernel's parameters, then {@link #run}. */
public final class ClLaunch {
    private record Argument(long size, Pointer value) {}

    private final ClQueue queue;
    private final String name;
    private final cl_kernel kernel;
    private final List<Argument> arguments = new ArrayList<>(16);
    private final List<long[]> secrets = new ArrayList<>();

    ClLaunch(ClQueue queue, String name, cl_kernel kernel) {
        this.queue = queue;
        this.name = name;
        this.kernel = kernel;
    }

    /** A buffer that is read: two parameters, its memory and the view's first element. */
    public ClLaunch in(ClBuffer buffer) {
        arguments.add(new Argument(Sizeof.cl_mem, Pointer.to(buffer.memory().handle())));
        return word(buffer.offset());
    }

    /** A buffer that is written, or read and written. */
    public ClLaunch out(ClBuffer buffer) {
        buffer.memory().markWritten();
        return in(buffer);
    }

    /** A {@code ulong}, or with several values a vector of them. */
    public ClLaunch word(long... values) {
        arguments.add(new Argument((long) Long.BYTES * values.length, Pointer.to(values)));
        return this;
    }

    /** Like {@link #word} for part of an array; the copy of the values is wiped after the launch. */
    ClLaunch secret(long[] values, int from, int count) {
        long[] copy = Arrays.copyOfRange(values, from, from + count);
        secrets.add(copy);
        return word(copy);
    }

    /** An {@code int} or {@code uint}. */
    public ClLaunch number(int value) {
        arguments.add(new Argument(Integer.BYTES, Pointer.to(new int[] {value})));
        return this;
    }

    /** A single work-item, unless there is nothing to do. */
    public void runTask(long elements) {
        run(new long[] {Math.min(elements, 1)}, new long[] {1});
    }

    /** At least {@code items} work-items in groups of {@code group}. */
    public void run(long items, long group) {
        run(new long[] {(items + group - 1) / group * group}, new long[] {group});
    }

    /** A range of any rank whose extents are multiples of the group's. Nothing runs when one of them is 0. */
    public void run(long[] range, long[] group) {
        try {
            if (Arrays.stream(range).noneMatch(extent -> extent == 0)) {
                enqueue(range, group);
            }
        } finally {
            secrets.forEach(values -> Arrays.fill(values, 0));
        }
    }

    private void enqueue(long[] range, long[] group) {
        queue.enqueue("the kernel " + name, () -> {
            for (int i = 0; i < arguments.size(); i++) {
                Argument argument = arguments.get(i);
                int status = CL.clSetKernelArg(kernel, i, argument.size(), argument.value());
                if (status != CL.CL_SUCCESS) {
                    return status;
                }
            }
            return CL.clEnqueueNDRangeKernel(queue.handle(), kernel, range.length, null, range, group, 0, null, null);
        });
    }
}
