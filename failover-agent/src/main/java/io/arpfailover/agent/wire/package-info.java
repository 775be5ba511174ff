/**
 * ARP over Ethernet as values: octets in, a packet or a {@link io.arpfailover.agent.wire.DropReason} out, and back.
 *
 * <p>Core: no I/O and no clock. It is not a general packet library (no IP, no other EtherTypes), it does not capture or
 * send, and it does not judge what a packet means; {@code acd}, {@code announce} and {@code neighbor} do.
 *
 * <pre>
 *    0      6      12     14    16    18  19  20    22         28        32         38        42          60
 *    | dst  | src  | 0806 | hrd | pro |hln|pln| op  | sender MAC| sender IP| target MAC| target IP| padding |
 *                  `-- one 802.1Q tag (8100, TCI) may stand here and moves the rest by four
 * </pre>
 */
package io.arpfailover.agent.wire;
