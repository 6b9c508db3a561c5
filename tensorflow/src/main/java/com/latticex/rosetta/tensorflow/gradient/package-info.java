/**
 * Gradients of Mpc operations, for TensorFlow's automatic differentiation. They are built of plain operations: the
 * static pass, which runs once more over the differentiated graph, gives those their private form.
 */
@NullMarked
package com.latticex.rosetta.tensorflow.gradient;

import org.jspecify.annotations.NullMarked;
