/** The three parties, one invocation of an operation at one of them, and the contract every operation fulfils. */
@NullMarked
package com.latticex.rosetta.party;

import org.jspecify.annotations.NullMarked;
