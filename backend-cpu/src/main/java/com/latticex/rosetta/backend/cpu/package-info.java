/** Ring arithmetic on the processor by the Vector API, on pooled memory outside the Java heap. */
@NullMarked
package com.latticex.rosetta.backend.cpu;

import org.jspecify.annotations.NullMarked;
