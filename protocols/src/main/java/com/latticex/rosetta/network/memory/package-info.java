/** Three parties in one process: for tests, local runs and measurements of protocols. */
@NullMarked
package com.latticex.rosetta.network.memory;

import org.jspecify.annotations.NullMarked;
