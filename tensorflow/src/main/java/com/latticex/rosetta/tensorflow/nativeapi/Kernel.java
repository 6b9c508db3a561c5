package com.latticex.rosetta.tensorflow.nativeapi;

/** The code of one node of a session's graph. Called by many threads, also for several invocations at once. */
public interface Kernel {
    /** Whether this call is short and never blocks: then it runs on TensorFlow's own thread, else on a virtual one. */
    default boolean runsAtOnce(KernelContext call) {
        return false;
    }

    /**
     * Computes the results. An exception fails the call and TensorFlow's run, with the exception's message and the
     * node's name; the call is completed on every path by the caller.
     */
    void compute(KernelContext call);
}
