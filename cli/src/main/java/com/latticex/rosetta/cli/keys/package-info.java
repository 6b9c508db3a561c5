/** A party's private key and certificate on disk. */
@NullMarked
package com.latticex.rosetta.cli.keys;

import org.jspecify.annotations.NullMarked;
