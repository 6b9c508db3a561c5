<<<<<<< HEAD
/** OpenCL devices. */
=======
/** Ring arithmetic on OpenCL devices that compile source: GPUs, and processors through PoCL and the like. */
>>>>>>> 7a4a8fb (Compute the ring on OpenCL devices: kernels, pooled memory, verified natives, a private program cache)
@NullMarked
package com.latticex.rosetta.backend.opencl;

import org.jspecify.annotations.NullMarked;
