package io.arpfailover.agent.inspect;

import io.arpfailover.agent.wire.Ipv4Prefix;
import java.util.List;

/** The networks of the link, as numbers. */
final class LocalNetworks {
    /** A shorter network than this has no broadcast address (RFC 3021). */
    private static final int LONGEST_WITH_BROADCAST = 30;

    private final int[] networks;
    private final int[] masks;

    LocalNetworks(List<Ipv4Prefix> prefixes) {
        networks = prefixes.stream().mapToInt(prefix -> prefix.network().bits()).toArray();
        masks = prefixes.stream().mapToInt(LocalNetworks::mask).toArray();
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
            if (Integer.bitCount(masks[i]) <= LONGEST_WITH_BROADCAST && ip == (networks[i] | ~masks[i])) {
                return true;
            }
        }
        return false;
    }
}
