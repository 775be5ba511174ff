package io.arpfailover.agent;

import io.arpfailover.agent.netns.NetnsLab;
import io.arpfailover.agent.netns.RawPort;
import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.agent.wire.ArpPacket;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.Parsed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.pcap4j.core.PcapHandle.PcapDirection;
import org.pcap4j.core.PcapNetworkInterface.PromiscuousMode;

/**
 * An eye on one interface: every ARP frame that comes in there, with the time at which the kernel took it.
 *
 * <p>What comes in at a port of the bridge is what the server at its other end sent, to whomever.
 */
final class LanTap implements AutoCloseable {
    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final RawPort port;

    /**
     * One frame.
     *
     * @param at by the kernel's wall clock
     */
    record Seen(Instant at, ArpFrame frame) {
        ArpPacket packet() {
            return frame.packet();
        }

        Duration since(Seen earlier) {
            return Duration.between(earlier.at, at);
        }
    }

    private LanTap(String interfaceName) {
        port = RawPort.open(interfaceName, "arp", PcapDirection.IN, PromiscuousMode.NONPROMISCUOUS, this::received);
    }

    /** What a server sends on the LAN. */
    static LanTap behind(Site site, String server) {
        return on(site.lab(), Site.LAN, Site.portOf(server));
    }

    /** Through which also frames of any kind can be sent. */
    static LanTap on(NetnsLab lab, String namespace, String interfaceName) {
        return lab.call(namespace, () -> new LanTap(interfaceName));
    }

    /** Everything so far, in order. */
    List<Seen> seen() {
        return List.copyOf(seen);
    }

    /** Everything so far that is about this address, in order: claims it, or asks for it. */
    List<Seen> about(Ipv4Address address) {
        return seen().stream()
                .filter(one -> one.packet().senderIp().equals(address)
                        || one.packet().targetIp().equals(address))
                .toList();
    }

    /** Everything so far with this address as sender. */
    List<Seen> from(Ipv4Address address) {
        return seen().stream()
                .filter(one -> one.packet().senderIp().equals(address))
                .toList();
    }

    void send(byte[] octets) {
        port.send(octets);
    }

    private void received(RawPort from, byte[] octets, Instant at) {
        if (ArpFrame.parse(octets, octets.length) instanceof Parsed.Accepted accepted) {
            seen.add(new Seen(at, accepted.frame()));
        }
    }

    @Override
    public void close() {
        port.close();
    }
}
