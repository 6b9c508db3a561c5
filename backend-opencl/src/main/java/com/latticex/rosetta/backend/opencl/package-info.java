/** OpenCL devices. */
@NullMarked
package com.latticex.rosetta.backend.opencl;

import org.jspecify.annotations.NullMarked;
