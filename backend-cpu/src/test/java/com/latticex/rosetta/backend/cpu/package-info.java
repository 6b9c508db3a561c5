@NullMarked
package com.latticex.rosetta.backend.cpu;

import org.jspecify.annotations.NullMarked;
