/** The tests on a device that behaves like a board run in a process of their own: see BoardTest. */
@NullMarked
package com.latticex.rosetta.backend.fpga;

import org.jspecify.annotations.NullMarked;
