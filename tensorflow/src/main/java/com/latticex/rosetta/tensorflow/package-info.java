/**
 * Private sessions: an ordinary TensorFlow graph, run by three parties on secret-shared data. {@link com.latticex.rosetta.tensorflow.PrivateSession} stands
 * where TensorFlow's {@code Session} stood.
 */
@NullMarked
package com.latticex.rosetta.tensorflow;

import org.jspecify.annotations.NullMarked;
