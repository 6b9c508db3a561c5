/** What a run measured, in JSON. */
@NullMarked
package com.latticex.rosetta.cli.report;

import org.jspecify.annotations.NullMarked;
