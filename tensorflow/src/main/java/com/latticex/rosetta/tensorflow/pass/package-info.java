/**
 * From an ordinary TensorFlow graph to the graph three parties run: data flow marks what is private, one table says how
 * a private operation is carried out, and what has no entry is refused before anything runs.
 */
@NullMarked
package com.latticex.rosetta.tensorflow.pass;

import org.jspecify.annotations.NullMarked;
