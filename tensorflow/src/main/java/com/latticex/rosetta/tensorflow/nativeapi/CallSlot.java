package com.latticex.rosetta.tensorflow.nativeapi;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Native memory that one kernel call needs, used again by later calls. As many exist as calls were ever in flight at
 * once.
 */
final class CallSlot {
    static final int MAX_RANK = 32;

    private static final ConcurrentLinkedQueue<CallSlot> FREE = new ConcurrentLinkedQueue<>();

    private final NativeStatus status = new NativeStatus();
    private final MemorySegment completion;
    private final MemorySegment pointer;
    private final MemorySegment extents;

    private CallSlot() {
        // std::function's buffer is aligned as max_align_t: 16 bytes.
        MemorySegment memory =
                Arena.global().allocate(StdFunction.BYTES + 2 * Long.BYTES + (long) MAX_RANK * Long.BYTES, 16);
        completion = memory.asSlice(0, StdFunction.BYTES);
        pointer = memory.asSlice(StdFunction.BYTES, Long.BYTES);
        extents = memory.asSlice(StdFunction.BYTES + 2 * Long.BYTES, (long) MAX_RANK * Long.BYTES);
    }

    static CallSlot take() {
        CallSlot free = FREE.poll();
        return free != null ? free : new CallSlot();
    }

    void giveBack() {
        FREE.add(this);
    }

    NativeStatus status() {
        return status;
    }

    /** Room for one {@code std::function<void()>}. */
    MemorySegment completion() {
        return completion;
    }

    /** Room for one pointer. */
    MemorySegment pointer() {
        return pointer;
    }

    /** Room for {@link #MAX_RANK} extents. */
    MemorySegment extents() {
        return extents;
    }
}
