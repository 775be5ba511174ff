/**
 * One interface as a source and sink of ARP frames. The only package that imports pcap4j.
 *
 * <p>{@link io.arpfailover.agent.link.ArpLink} is for who takes part: a {@link io.arpfailover.agent.link.FrameGate} sees
 * each frame's octets first, the listener what is well formed and passed. {@link io.arpfailover.agent.link.FrameTap} is
 * for who only looks on: both directions, malformed frames too, each with the kernel's time.
 *
 * <p>It neither knows what a frame means nor decides whether one may be sent. It does not watch the interface either:
 * pcap says nothing when a link goes down, so whoever watches the kernel tells it.
 *
 * <pre>
 *              open                      loop ended: interface deleted or down
 *   (nothing) ------> CAPTURING ----------------------------------------------+
 *                         ^                                                   v
 *                         +----------------- opened again --------------- WAITING --+
 *                                                                             ^     | told of a change, or
 *                          close(), from either: CLOSED                       +-----+ the pause is over
 * </pre>
 *
 * <p>pcap4j writes "Starting loop." and the like at INFO: set its loggers ({@code org.pcap4j}) to WARN.
 */
package io.arpfailover.agent.link;
