@NullMarked
package com.latticex.rosetta.tensorflow.checkpoint;

import org.jspecify.annotations.NullMarked;
