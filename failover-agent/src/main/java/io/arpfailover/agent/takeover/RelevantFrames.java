package io.arpfailover.agent.takeover;

import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.agent.wire.ArpPacket;
import io.arpfailover.agent.wire.Ipv4Address;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Which frames can mean anything to a {@link Takeover}; of those of a busy LAN nearly none can. Never changes, any thread.
 *
 * <p>Whoever claims a shared address is a rival, a stranger or the other member; what the gateway says is a sign of life
 * or a receipt; who probes for a shared address wants it too. Nobody learns anything from the other frames.
 */
public final class RelevantFrames {
    private final Set<Ipv4Address> addresses;
    private final Set<Ipv4Address> senders;

    public RelevantFrames(TakeoverSettings settings) {
        this(Set.copyOf(settings.addresses()), settings.gateway());
    }

    private RelevantFrames(Set<Ipv4Address> addresses, Optional<Ipv4Address> gateway) {
        Set<Ipv4Address> all = new HashSet<>(addresses);
        gateway.ifPresent(all::add);
        this.addresses = addresses;
        this.senders = Set.copyOf(all);
    }

    /** Looks at the sender the packet names, and in a probe at the address it asks for. */
    public boolean contains(ArpFrame frame) {
        ArpPacket packet = frame.packet();
        return packet.isProbe() ? addresses.contains(packet.targetIp()) : senders.contains(packet.senderIp());
    }
}
