package com.latticex.rosetta.tensor;

/** What an operation takes and gives: a secret shared by P0 and P1, or a plain value that some parties know. */
public sealed interface Value permits Secret, Plain {
    Shape shape();
}
