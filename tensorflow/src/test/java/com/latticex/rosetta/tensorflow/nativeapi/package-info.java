@NullMarked
package com.latticex.rosetta.tensorflow.nativeapi;

import org.jspecify.annotations.NullMarked;
