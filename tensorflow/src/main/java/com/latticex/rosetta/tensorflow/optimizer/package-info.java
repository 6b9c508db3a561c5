/** Optimizers for graphs that end at a loss: automatic differentiation runs through Mpc operations and their own gradients. */
@NullMarked
package com.latticex.rosetta.tensorflow.optimizer;

import org.jspecify.annotations.NullMarked;
