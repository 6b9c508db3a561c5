@NullMarked
package com.latticex.rosetta.backend.opencl.host;

import org.jspecify.annotations.NullMarked;
