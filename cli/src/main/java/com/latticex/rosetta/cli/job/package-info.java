/**
 * Job files: the records mirror the YAML one to one, and {@link com.latticex.rosetta.cli.job.JobReader} reads them.
 *
 * <p>Static factories carry the names of the keys and the defaults; what they refuse is reported with the path of the key.
 */
@NullMarked
package com.latticex.rosetta.cli.job;

import org.jspecify.annotations.NullMarked;
