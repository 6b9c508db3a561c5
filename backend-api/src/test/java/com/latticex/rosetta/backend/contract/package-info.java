/** The contract every backend passes, and the plain-loop reference that defines each kernel. */
@NullMarked
package com.latticex.rosetta.backend.contract;

import org.jspecify.annotations.NullMarked;
