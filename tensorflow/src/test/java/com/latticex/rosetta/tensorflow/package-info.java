@NullMarked
package com.latticex.rosetta.tensorflow;

import org.jspecify.annotations.NullMarked;
