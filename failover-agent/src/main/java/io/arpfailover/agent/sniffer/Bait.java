package io.arpfailover.agent.sniffer;

import io.arpfailover.agent.wire.MacAddress;

/**
 * An Ethernet address to send a question to, in the order of the signature.
 *
 * <p>An interface's filter passes its own address, the broadcast and the groups it joined. Behind an open filter, Linux
 * answers what goes to any group, since it only drops what goes to another station; other systems look at one or two
 * octets of the address themselves, which is what the baits in between tell apart.
 */
public enum Bait {
    /** The control: everybody hears it. */
    BROADCAST("ff:ff:ff:ff:ff:ff"),
    BROADCAST_BUT_ONE_BIT("ff:ff:ff:ff:ff:fe"),
    TWO_OCTETS_OF_BROADCAST("ff:ff:00:00:00:00"),
    ONE_OCTET_OF_BROADCAST("ff:00:00:00:00:00"),
    GROUP_BIT_ALONE("01:00:00:00:00:00"),
    /** 224.0.0.0, which nobody joins (RFC 1112 section 6.4 maps groups to 01:00:5e). */
    IP_GROUP_0("01:00:5e:00:00:00"),
    /** 224.0.0.1, all hosts, which every host joins (RFC 1112 section 4). */
    ALL_HOSTS("01:00:5e:00:00:01"),
    IP_GROUP_3("01:00:5e:00:00:03"),
    /** A station that is not there: the last of the addresses kept for documentation (RFC 9542 section 2.1.2). */
    NOBODY("00:00:5e:00:53:ff");

    private final String destination;

    Bait(String destination) {
        this.destination = destination;
    }

    public MacAddress destination() {
        return MacAddress.parse(destination);
    }
}
