/**
 * Benchmarks of every kernel, on any device, and of protocol operations at three parties.
 *
 * <pre>
 *   java -jar bench/target/benchmarks.jar                     all of them, on the CPU
 *   java -jar bench/target/benchmarks.jar MatMul -p device=cuda
 *   java -jar bench/target/benchmarks.jar -prof gc Elementwise
 *   java -jar bench/target/benchmarks.jar Protocol -p mesh=tls -p work='Relu(100000)'
 * </pre>
 */
@NullMarked
package com.latticex.rosetta.bench;

import org.jspecify.annotations.NullMarked;
