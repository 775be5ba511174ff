package io.arpfailover.agent.inspect;

import io.arpfailover.agent.wire.Ipv4Prefix;
import java.util.List;

/** The networks of the link, as numbers. */
final class LocalNetworks {

    private static final int NO_BROADCAST = 0;

    private final int[] networks;
    private final int[] masks;
    private final int[] broadcasts;

    LocalNetworks(List<Ipv4Prefix> prefixes) {
        networks = prefixes.stream().mapToInt(prefix -> prefix.network().bits()).toArray();
        masks = prefixes.stream().mapToInt(LocalNetworks::mask).toArray();
        broadcasts = prefixes.stream().mapToInt(LocalNetworks::broadcast).toArray();
    }

    private static int broadcast(Ipv4Prefix prefix) {
        return prefix.hasBroadcast() ? prefix.broadcast().bits() : NO_BROADCAST;
    }

    /** The ones of a prefix. */
    static int mask(Ipv4Prefix prefix) {
        return prefix.length() == 0 ? 0 : -1 << (Integer.SIZE - prefix.length());
    }

    /** Whether a host with this address belongs on the link; yes when nothing is known of the link. */
    boolean contain(int ip) {
        for (int i = 0; i < networks.length; i++) {
            if ((ip & masks[i]) == networks[i]) {
                return true;
            }
        }
        return networks.length == 0;
    }

    /** Whether it is the last address of a network, which means all its hosts (RFC 919). */
    boolean haveBroadcast(int ip) {
        for (int i = 0; i < networks.length; i++) {
            if (ip == broadcasts[i] && broadcasts[i] != NO_BROADCAST) {
                return true;
            }
        }
        return false;
    }
}
