package io.arpfailover.agent.wire;

import java.util.Optional;

/** Why a frame was not read as an ARP packet. The first reason that applies, in this order, is the one given. */
public enum DropReason {
    /** It ends before its headers do. */
    TRUNCATED,
    /** Its EtherType is neither ARP nor a VLAN tag. */
    NOT_ARP,
    /** It carries a provider's tag (802.1ad, 0x88a8): it belongs to a network we are not a station of. */
    SERVICE_TAGGED,
    /** It carries a second tag behind the first. */
    DOUBLE_TAGGED,
    /** The link is not Ethernet (ar$hrd is not 1). */
    HARDWARE_TYPE,
    /** The protocol is not IPv4 (ar$pro is not 0x0800). */
    PROTOCOL_TYPE,
    /** A MAC address of another size than 6 octets. */
    HARDWARE_LENGTH,
    /** A protocol address of another size than 4 octets. */
    PROTOCOL_LENGTH,
    /** Neither a request nor a reply. */
    OPERATION,
    /** The frame's source is a group or zero: no station sends so. */
    SOURCE_MAC,
    /** The packet's sender is a group or zero: a cache that learned it would send unicast to everybody or nobody. */
    SENDER_MAC,
    /** The packet's sender address is one no host can have (loopback, multicast, broadcast); 0.0.0.0 is a probe's. */
    SENDER_IP;

    private final Optional<DropReason> found = Optional.of(this);

    /** This reason as the result of a look for one; always the same object, so that a flood makes no garbage. */
    Optional<DropReason> found() {
        return found;
    }

    /** Whether the frame is ARP for IPv4 over Ethernet in shape, and only what it says about its sender is impossible. */
    public boolean isAboutItsSender() {
        return this == SOURCE_MAC || this == SENDER_MAC || this == SENDER_IP;
    }
}
