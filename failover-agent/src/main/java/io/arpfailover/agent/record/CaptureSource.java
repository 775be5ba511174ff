package io.arpfailover.agent.record;

/**
 * Where frames come from, as a file tells it.
 *
 * @param program who writes the file, with its version
 * @param interfaceName the interface
 * @param filter in the language of pcap-filter(7)
 * @param snapshotOctets the most that is kept of a frame
 */
public record CaptureSource(String program, String interfaceName, String filter, int snapshotOctets) {}
