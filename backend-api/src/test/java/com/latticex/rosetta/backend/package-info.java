@NullMarked
package com.latticex.rosetta.backend;

import org.jspecify.annotations.NullMarked;
