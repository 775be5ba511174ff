package io.arpfailover.agent.peer;

import io.arpfailover.agent.wire.Ipv4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where one server listens for the other: an address and a UDP port, written 10.77.0.1:5227.
 *
 * @param port 1 to 65535
 */
public record PeerEndpoint(Ipv4Address address, int port) {
    static final int HIGHEST_PORT = 65_535;
    private static final Pattern SHAPE = Pattern.compile("([0-9.]{7,15}):([1-9][0-9]{0,4})");

    public PeerEndpoint {
        if (port < 1 || port > HIGHEST_PORT) {
            throw new IllegalArgumentException("not a port: " + port + " (1 to " + HIGHEST_PORT + ")");
        }
    }

    /** Reads what a member's card says; empty for anything else than an address, a colon and a port. */
    public static Optional<PeerEndpoint> parse(String text) {
        Matcher parts = SHAPE.matcher(text);
        try {
            return parts.matches()
                    ? Optional.of(new PeerEndpoint(Ipv4Address.parse(parts.group(1)), Integer.parseInt(parts.group(2))))
                    : Optional.empty();
        } catch (IllegalArgumentException outOfRange) {
            return Optional.empty();
        }
    }

    static PeerEndpoint of(InetSocketAddress address) {
        return new PeerEndpoint(Ipv4Address.read(address.getAddress().getAddress(), 0), address.getPort());
    }

    InetSocketAddress socketAddress() {
        return socketAddress(address, port);
    }

    static InetSocketAddress socketAddress(Ipv4Address address, int port) {
        try {
            return new InetSocketAddress(InetAddress.getByAddress(address.octets()), port);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four octets are an address", e);
        }
    }

    @Override
    public String toString() {
        return address + ":" + port;
    }
}
