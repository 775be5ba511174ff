/**
 * What an interface hears and says, kept in files that Wireshark, tshark and tcpdump open.
 *
 * <p>It judges no frame: malformed ones are kept like all others, with a comment that says what is wrong with them. A
 * file can be read at any moment, also after a crash: each block is written with one call, and what a full disk left
 * of one is cut off again.
 *
 * <pre>
 *    FrameTap          InOrder             Recording             CaptureFile | Ring
 *    two captures ---> by the time ------> count, until ------> format's octets, one block each
 *                      200 ms late at most
 * </pre>
 *
 * <p>Formats: pcapng as draft-ietf-opsawg-pcapng has it, and the classic pcap of draft-ietf-opsawg-pcap with
 * nanoseconds.
 */
package io.arpfailover.agent.record;
