/**
 * Three processes joined pairwise over TLS: {@link com.latticex.rosetta.network.tls.TlsMesh}.
 *
 * <h2>Connections</h2>
 *
 * <p>P1 dials P0, P2 dials P0 and P1: one TCP connection a pair, TLS 1.3 only (AES-GCM), both sides with a certificate. A certificate is
 * accepted if and only if it is, byte for byte, the one the settings give for that party (compared by the SHA-256 of its DER encoding), and
 * is valid today. No authority, no host name, no TLS session resumption: a connection that takes the place of a broken one begins with the
 * whole handshake again, and the parties listen as long as the session lasts.
 *
 * <h2>Frames</h2>
 *
 * <p>Inside TLS each direction is a sequence of frames; numbers are big-endian:
 *
 * <pre>
 * offset  bytes
 *   0      2    magic number 0x5273
 *   2      1    version of this format: 2
 *   3      1    type
 *   4      8    number of the frame in this direction: 0, 1, 2, ...; 0 in frames that are not numbered
 *  12      4    length of the body
 *  16           body
 *
 * type           body                                                                    length
 * 1 HELLO        party (1), count of fields (2), then for each: length of name (2),      3 to 65,536
 *                name, length of value (2), value; UTF-8
 * 2 SEED         fresh random bytes                                                      16
 * 3 READY                                                                                0
 * 4 DATA         length of operation name (2), invocation (8), step (4), round (4),      22 to 262,144
 *                length of message (4), operation name (UTF-8, 1 to 512 bytes),
 *                first bytes of the message
 * 5 MORE         next bytes of that message                                              1 to 262,144
 * 6 HEARTBEAT *  numbered frames received (8), 1 if the sender waits for the third (1)   9
 * 7 ABORT *      party at which the session failed (1), reason (UTF-8)                   1 to 4,097
 * 8 BYE          checksum of all numbered frames before it (8)                           8
 * 9 SEEN                                                                                 0
 * 10 RESUME *    token of the session (16), numbered frames received (8)                 24
 *                * not numbered
 * </pre>
 *
 * <p>A message longer than one frame goes on in MORE frames until its announced length is reached; no other message comes between, though a
 * HEARTBEAT or an ABORT may. Lengths are checked before memory is taken: a message may have {@code maxMessageBytes} (256 MiB unless
 * changed), and a connection whose unread messages exceed the link's limits is not read until half of them are taken, so TCP slows the
 * sender. A sender keeps every numbered frame until the peer has confirmed it, in a HEARTBEAT that comes at the latest with every 2 MiB; it
 * waits while it keeps 16 MiB.
 *
 * <h2>Session</h2>
 *
 * <ol>
 *   <li>Each side sends HELLO: its party and its {@link com.latticex.rosetta.network.tls.Agreement}. The party must be the one the
 *       certificate belongs to and all fields must be equal.
 *   <li>Only then each side sends SEED. The seed of parties i &lt; j is the first 16 bytes of SHA-256("rosetta pair seed 1" || i || j ||
 *       SEED of i || SEED of j), with i and j as one byte.
 *   <li>A party with both its seeds sends READY to both others. {@code connect} returns when both have sent READY: then all three know
 *       that all three agree.
 *   <li>DATA and MORE, matched by tag. An idle side sends HEARTBEAT.
 *   <li>BYE says that nothing more comes, and what all was; SEEN answers that everything before it has arrived; then the first closes.
 * </ol>
 *
 * <h2>Broken connections</h2>
 *
 * <p>Once a pair has its seed, a connection of it that ends, brings what TLS refuses, or is silent for half the receive time-out is broken,
 * and the pair has the reconnect time to restore it (counted from the last sign of life; the receive time-out if the peer has closed it
 * itself; over at once if nobody listens any more where the peer did). The side that dialed dials again; both sides authenticate by the same pinned certificates
 * and send RESUME. Its token is HMAC-SHA-256 of the pair's seed, under a label no operation has, so a new connection cannot be taken for one
 * of another session between the same two. Each side then sends again, byte for byte, what the other has not received: no message is computed
 * twice, so no mask hides a second value. The part of a frame that had come is forgotten and comes again as a whole; numbers in order and the
 * checksum in BYE make sure that every frame counts once.
 *
 * <p>While a connection is being restored the waits for messages stand still, at its two ends and, told by HEARTBEAT, at the third party. A process
 * that was started anew knows no token: it is told so, and so is the session that still waits for it.
 *
 * <p>The first failure is sent to both peers as ABORT and passed on by them, so that all three end with the same cause, whichever pair it
 * concerned. A start that fails waits up to 3 s for parties still missing, to tell them too.
 *
 * <h2>What this protects against</h2>
 *
 * <ul>
 *   <li>Reading, changing, replaying, reordering or injecting on the network: TLS. Recorded traffic stays closed if a private key leaks
 *       later (ephemeral key exchange), and so do the pair seeds, which are never derived from long-term keys.
 *   <li>A stranger, or one party posing as another: pinned certificates, and the party number in HELLO.
 *   <li>Parties that run different jobs, graphs or versions: HELLO, before anything secret is sent.
 *   <li>Exhausting memory: all lengths, queues and unidentified connections (16 at a time, 5 s each) are bounded.
 *   <li>Short cuts of the network, and anything that changes, drops or repeats bytes on it: the connection is restored.
 *   <li>Hanging: every wait has a time-out and ends with the session.
 * </ul>
 *
 * <p>Not against: a party that deviates from the protocol inside well-formed messages (the setting is semi-honest); somebody who can reach a
 * listening port and keeps a session from <em>starting</em> (an unknown certificate ends the start, since it is nearly always an outdated
 * job); traffic analysis: sizes and times of messages follow the public graph and are visible on the network.
 */
@NullMarked
package com.latticex.rosetta.network.tls;

import org.jspecify.annotations.NullMarked;
