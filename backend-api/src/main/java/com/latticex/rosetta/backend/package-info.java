/**
 * The device-neutral ring-arithmetic interface.
 *
 * <p>All arithmetic is exact modulo 2^64 (words) or modulo 67 (digits), so every backend equals the plain-loop
 * reference bit for bit; no tolerance exists in this layer.
 */
@NullMarked
package com.latticex.rosetta.backend;

import org.jspecify.annotations.NullMarked;
