@NullMarked
package com.latticex.rosetta.tensorflow.kernel;

import org.jspecify.annotations.NullMarked;
