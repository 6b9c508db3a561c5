package com.latticex.rosetta.tensorflow.nativeapi;

import com.latticex.rosetta.error.ConfigurationException;
import java.util.List;

/** The way in: loads TensorFlow into a private folder, tests asynchronous kernels once, and registers operations. */
public final class NativeRuntime {
    private static final Object LOCK = new Object();
    private static boolean started;

    private NativeRuntime() {}

    /**
     * Loads TensorFlow and tests this process's way of writing kernels. Later calls return at once.
     *
     * @throws ConfigurationException if TensorFlow cannot be loaded or its build is not one that Rosetta can extend
     */
    public static void start() {
        synchronized (LOCK) {
            if (!started) {
                try {
                    CompletionCheck.run();
                } catch (LinkageError | IllegalStateException e) {
                    throw new ConfigurationException(
                            "TensorFlow cannot be loaded and extended: " + e
                                    + "; Rosetta needs Linux on x86-64 with tensorflow-core-native 1.1.0, and the JVM"
                                    + " option --enable-native-access=ALL-UNNAMED",
                            e);
                }
                started = true;
            }
        }
    }

    /** Adds operations, whose kernels this factory makes; those already there are left as they are. */
    public static void register(List<OpDefinition> operations, KernelFactory kernels) {
        start();
        OpRegistration.register(operations, kernels);
    }
}
