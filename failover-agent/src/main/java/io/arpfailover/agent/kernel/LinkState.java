package io.arpfailover.agent.kernel;

import io.arpfailover.agent.wire.MacAddress;

/**
 * A network interface as the kernel has it at one moment.
 *
 * @param index the kernel's number for it; an interface that is deleted and made again gets another
 * @param name at most 15 octets, unique within the network namespace
 * @param mac its address now; {@link MacAddress#ZERO} when it has none of 48 bits
 * @param up whether an administrator switched it on
 * @param carrier whether the medium is there, as far as the driver knows
 * @param arp whether it is Ethernet and speaks ARP (loopback, tunnels and NOARP interfaces do not)
 */
public record LinkState(int index, String name, MacAddress mac, boolean up, boolean carrier, boolean arp) {}
