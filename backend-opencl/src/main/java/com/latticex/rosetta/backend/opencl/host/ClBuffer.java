package com.latticex.rosetta.backend.opencl.host;

/** What a launch needs of a buffer: its memory and where in it the view starts, in elements. */
public sealed interface ClBuffer permits ClWords, ClBytes {
    ClMemory memory();

    long offset();
}
