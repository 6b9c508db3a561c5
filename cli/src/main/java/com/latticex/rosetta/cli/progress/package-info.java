/** How far a run is: a bar, plain lines, or events for a parent process. */
@NullMarked
package com.latticex.rosetta.cli.progress;

import org.jspecify.annotations.NullMarked;
