/**
 * Benchmarks of every kernel, on any device.
 *
 * <pre>
 *   java -jar bench/target/benchmarks.jar                     all of them, on the CPU
 *   java -jar bench/target/benchmarks.jar MatMul -p device=cuda
 *   java -jar bench/target/benchmarks.jar -prof gc Elementwise
 * </pre>
 */
@NullMarked
package com.latticex.rosetta.bench;

import org.jspecify.annotations.NullMarked;
