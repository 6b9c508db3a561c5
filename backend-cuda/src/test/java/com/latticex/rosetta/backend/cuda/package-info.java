/** Tests of the CUDA backend: on the emulated driver, or with tag gpu on a device. */
@NullMarked
package com.latticex.rosetta.backend.cuda;

import org.jspecify.annotations.NullMarked;
