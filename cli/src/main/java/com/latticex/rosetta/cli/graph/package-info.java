/**
 * Running a graph, private or plain, on numbers in Java arrays: the one package of the command line that names TensorFlow.
 */
@NullMarked
package com.latticex.rosetta.cli.graph;

import org.jspecify.annotations.NullMarked;
