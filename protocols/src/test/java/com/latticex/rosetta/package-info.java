/** The boundaries between packages. */
@NullMarked
package com.latticex.rosetta;

import org.jspecify.annotations.NullMarked;
