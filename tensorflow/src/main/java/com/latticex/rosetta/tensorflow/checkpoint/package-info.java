/**
 * What a party keeps on disk to go on after a crash: its shares and its public state at one step, encrypted and authenticated.
 *
 * <h2>The file</h2>
 *
 * <pre>
 * offset  bytes
 *   0       8   "RosettaC"
 *   8       2   version of this format: 1
 *  10       4   length n of the description, at most 65,536
 *  14       n   the description in the clear: see {@link com.latticex.rosetta.tensorflow.checkpoint.Binding}
 *  14+n    32   salt, random
 *  46+n     7   beginning of every nonce, random
 *  53+n         segments
 * </pre>
 *
 * <p>The content is cut into segments of 65,536 bytes, the last one shorter or equal and possibly empty. Segment i is AES-256-GCM of its piece under
 * the nonce (beginning, i as 4 bytes, 1 for the last segment and 0 for the others): 16 bytes longer than the piece. So no segment can be
 * changed, moved, left out or added, nor can the file end early (this is the construction STREAM of Hoang, Reyhanitabar, Rogaway and Vizár,
 * Online authenticated-encryption and its nonce-reuse misuse-resistance, CRYPTO 2015). The key is HKDF-SHA-256 (RFC 5869) of the party's private key with
 * the salt, for the SHA-256 of all that precedes the segments: a description that was changed opens nothing, and as every file has a salt of its own, no
 * nonce occurs twice under a key.
 *
 * <p>Files are written beside their place, forced to the disk and then renamed: at every moment there is the old one or the new one, whole.
 *
 * <h2>What it does not protect against</h2>
 *
 * <p>Who can read the private key can read the shares, of this party alone. Who can replace files can put an older one in the place of a newer;
 * the parties notice, as they go on from a step (and a run) that all three have. Sizes, names and the description are in the clear.
 */
@NullMarked
package com.latticex.rosetta.tensorflow.checkpoint;

import org.jspecify.annotations.NullMarked;
