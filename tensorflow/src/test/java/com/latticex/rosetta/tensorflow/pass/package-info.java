/** Tests of the passes: rewritten graphs are computed in the clear and compared with the plain ones. */
@NullMarked
package com.latticex.rosetta.tensorflow.pass;

import org.jspecify.annotations.NullMarked;
