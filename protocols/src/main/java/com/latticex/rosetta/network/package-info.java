/** Channels between the parties: tags, traffic, and (in sub-packages) the in-memory mesh and the TLS mesh. */
@NullMarked
package com.latticex.rosetta.network;

import org.jspecify.annotations.NullMarked;
