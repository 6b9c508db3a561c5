/** FPGA boards by their OpenCL host interface. */
@NullMarked
package com.latticex.rosetta.backend.fpga;

import org.jspecify.annotations.NullMarked;
