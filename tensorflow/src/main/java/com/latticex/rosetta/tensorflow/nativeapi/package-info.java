/**
 * TensorFlow's C API for operations and kernels, bound by {@code java.lang.foreign}: operations registered from Java, asynchronous kernels
 * written in Java, tensors as memory segments without copies. Nothing here knows of parties or secrets.
 *
 * <p>Linux only: the completion callback is a libstdc++ {@code std::function}, see {@link AsyncCompletion}.
 */
@NullMarked
package com.latticex.rosetta.tensorflow.nativeapi;

import org.jspecify.annotations.NullMarked;
