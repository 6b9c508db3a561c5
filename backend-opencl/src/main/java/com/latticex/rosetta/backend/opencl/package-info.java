/** Ring arithmetic on OpenCL devices that compile source: GPUs, and processors through PoCL and the like. */
@NullMarked
package com.latticex.rosetta.backend.opencl;

import org.jspecify.annotations.NullMarked;
