/** One party's run of a job: its data, the batches, training, prediction, and what it measured. */
@NullMarked
package com.latticex.rosetta.cli.run;

import org.jspecify.annotations.NullMarked;
