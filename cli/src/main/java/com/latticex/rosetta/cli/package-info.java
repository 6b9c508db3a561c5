/** The {@code rosetta} command: one class per subcommand. */
@NullMarked
package com.latticex.rosetta.cli;

import org.jspecify.annotations.NullMarked;
