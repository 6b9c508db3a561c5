@NullMarked
package com.latticex.rosetta.tensorflow.gradient;

import org.jspecify.annotations.NullMarked;
