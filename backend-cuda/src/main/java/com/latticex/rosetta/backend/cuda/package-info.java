/** NVIDIA GPUs by CUDA's driver interface. */
@NullMarked
package com.latticex.rosetta.backend.cuda;

import org.jspecify.annotations.NullMarked;
