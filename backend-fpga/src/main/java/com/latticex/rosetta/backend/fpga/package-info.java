/**
 * Ring arithmetic on an FPGA board through OpenCL's host interface.
 *
 * <p>A board takes no source: it is programmed with a finished bitstream ({@code -Drosetta.fpga.bitstream=FILE}), beside
 * which a manifest says what it holds. The kernels are in {@code ring.cl}, single work-item tasks in the common subset of
 * OpenCL C and C; the scripts under {@code vendor} show how a vendor's tools build them. No bitstream of a vendor has been
 * built or run for this version; tests run the same kernels and the same host code on a driver made to look like a board.
 */
@NullMarked
package com.latticex.rosetta.backend.fpga;

import org.jspecify.annotations.NullMarked;
