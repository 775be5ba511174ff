package io.arpfailover.agent.config;

import io.arpfailover.agent.wire.Ipv4Address;
import java.nio.file.Path;
import java.util.List;

/**
 * How the two servers speak with each other.
 *
 * @param listen this server's addresses for the other's datagrams, one to four, none twice, none of them shared
 * @param port the UDP port on each of them
 * @param secretFile holds the key that authenticates the datagrams; the same content on both servers; absolute
 */
public record PeerConfiguration(List<Ipv4Address> listen, int port, Path secretFile) {

    public PeerConfiguration {
        listen = List.copyOf(listen);
    }
}
