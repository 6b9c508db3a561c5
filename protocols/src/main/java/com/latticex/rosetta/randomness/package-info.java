/** Pair seeds and the correlated randomness the helper deals. */
@NullMarked
package com.latticex.rosetta.randomness;

import org.jspecify.annotations.NullMarked;
