package io.arpfailover.agent.peer;

import java.net.InetSocketAddress;

/** An endpoint together with the same in the JDK's terms, made once. */
record Target(PeerEndpoint endpoint, InetSocketAddress address) {
    static Target of(PeerEndpoint endpoint) {
        return new Target(endpoint, endpoint.socketAddress());
    }
}
