/**
 * The kernels of Mpc operations: TensorFlow calls one, it runs the protocol's operation of the same name at this party. All Mpc operations are defined alike,
 * see {@link com.latticex.rosetta.tensorflow.kernel.MpcOperations}.
 */
@NullMarked
package com.latticex.rosetta.tensorflow.kernel;

import org.jspecify.annotations.NullMarked;
