/** Three parties in one process, for tests of protocols and of whatever runs them. */
@NullMarked
package com.latticex.rosetta.party;

import org.jspecify.annotations.NullMarked;
