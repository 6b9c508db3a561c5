/** The sealed family of Rosetta's errors: each says what failed, where, and what to do. */
@NullMarked
package com.latticex.rosetta.error;

import org.jspecify.annotations.NullMarked;
