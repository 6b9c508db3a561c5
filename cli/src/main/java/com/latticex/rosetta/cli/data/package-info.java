/** Reading and writing a party's own data: CSV and {@code .npy}. No message ever contains a value of the data. */
@NullMarked
package com.latticex.rosetta.cli.data;

import org.jspecify.annotations.NullMarked;
