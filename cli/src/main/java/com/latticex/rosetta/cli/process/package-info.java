/** The three parties as operating-system processes of one machine. */
@NullMarked
package com.latticex.rosetta.cli.process;

import org.jspecify.annotations.NullMarked;
