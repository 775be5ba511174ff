/**
 * Heartbeats and promises between the two servers: authenticated datagrams, the sockets and paths they take, and the
 * file in which a long promise outlives its process.
 *
 * <p>It decides nothing about leases: what a promise is worth, and when to make one, is the protocol's business
 * ({@code coordinator.tenure}). It neither logs nor finds the other server: addresses and incarnation come from the
 * other member's card. Nothing here is secret but the key; a datagram can be read by all, and made by two.
 *
 * <pre>
 *   send ---&gt; PeerCodec ---one datagram per path---&gt; socket
 *
 *   socket ---&gt; PeerCodec --------------&gt; PeerGuard -----------------------&gt; listener
 *                 | magic, version, size,   | cluster, node, incarnations,
 *                 | HMAC, contents          | address, counter
 *                 +-----------&gt; PeerDrop &lt;--+
 *                               counted, never thrown or logged
 * </pre>
 */
package io.arpfailover.agent.peer;
