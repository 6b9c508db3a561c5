/** Shapes, ring tensors, secrets and fixed-point numbers. */
@NullMarked
package com.latticex.rosetta.tensor;

import org.jspecify.annotations.NullMarked;
