/** What every operation must fulfil: value, cost and view. */
@NullMarked
package com.latticex.rosetta.securenn;

import org.jspecify.annotations.NullMarked;
