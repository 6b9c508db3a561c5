/** The SecureNN protocol with this project's three-round comparison: one file per operation. */
@NullMarked
package com.latticex.rosetta.securenn;

import org.jspecify.annotations.NullMarked;
