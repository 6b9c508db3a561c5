/** A network that misbehaves, for tests. */
@NullMarked
package com.latticex.rosetta.network.faults;

import org.jspecify.annotations.NullMarked;
