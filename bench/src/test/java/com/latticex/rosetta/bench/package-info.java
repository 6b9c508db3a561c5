@NullMarked
package com.latticex.rosetta.bench;

import org.jspecify.annotations.NullMarked;
