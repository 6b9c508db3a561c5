/** Three processes joined pairwise over TLS. */
@NullMarked
package com.latticex.rosetta.network.tls;

import org.jspecify.annotations.NullMarked;
