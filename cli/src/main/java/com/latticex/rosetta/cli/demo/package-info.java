/** The demonstration: a real job on real data, and the same graph trained in the clear beside it. */
@NullMarked
package com.latticex.rosetta.cli.demo;

import org.jspecify.annotations.NullMarked;
