package io.arpfailover.agent.takeover;

import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.agent.wire.ArpPacket;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.agent.wire.Operation;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The LAN's gateway, with a client behind it that never stops sending to the addresses.
 *
 * <p>Its cache is Linux's in short: what asks the gateway itself makes or changes an entry, an announcement changes one
 * that exists, a probe teaches nothing; an old entry is asked again at its station, and dropped when that stays silent.
 */
final class SimulatedGateway implements SimulatedLan.Station {
    private static final Duration CLIENT_SENDS = Duration.ofSeconds(1);
    private static final Duration FRESH = Duration.ofSeconds(15);
    private static final int ASKS = 3;

    private static final class Entry {
        private MacAddress mac;
        private long confirmedAt;
        private int asked;
    }

    private final Agenda agenda;
    private final SimulatedLan lan;
    private final Ipv4Address own;
    private final MacAddress mac = MacAddress.parse("02:00:00:00:00:fe");
    private final List<Ipv4Address> addresses;
    private final Map<Ipv4Address, Entry> cache = new LinkedHashMap<>();

    SimulatedGateway(Agenda agenda, SimulatedLan lan, Ipv4Address own, List<Ipv4Address> addresses) {
        this.agenda = agenda;
        this.lan = lan;
        this.own = own;
        this.addresses = addresses;
        lan.attach(this);
        agenda.in(CLIENT_SENDS, this::clientSends);
    }

    /** Where it sends the address's traffic. */
    Optional<MacAddress> station(Ipv4Address address) {
        return Optional.ofNullable(cache.get(address)).map(entry -> entry.mac);
    }

    @Override
    public MacAddress mac() {
        return mac;
    }

    @Override
    public boolean attached() {
        return true;
    }

    @Override
    public void receive(ArpFrame frame) {
        ArpPacket packet = frame.packet();
        boolean asksUs =
                packet.operation() == Operation.REQUEST && packet.targetIp().equals(own);
        boolean answersUs =
                packet.operation() == Operation.REPLY && packet.targetIp().equals(own);
        if (addresses.contains(packet.senderIp())) {
            if (asksUs || answersUs || (packet.isAnnouncement() && cache.containsKey(packet.senderIp()))) {
                learn(packet);
            }
        }
        if (asksUs) {
            lan.transmit(this, ArpFrame.unicast(packet.senderMac(), ArpPacket.replyTo(packet, mac)));
        }
    }

    private void learn(ArpPacket packet) {
        Entry entry = cache.computeIfAbsent(packet.senderIp(), absent -> new Entry());
        if (!packet.senderMac().equals(entry.mac)) {
            agenda.note("gateway", packet.senderIp() + " is at " + packet.senderMac());
        }
        entry.mac = packet.senderMac();
        entry.confirmedAt = agenda.now();
        entry.asked = 0;
    }

    private void clientSends() {
        addresses.forEach(this::resolve);
        agenda.in(CLIENT_SENDS, this::clientSends);
    }

    private void resolve(Ipv4Address address) {
        Entry entry = cache.get(address);
        ArpPacket request = ArpPacket.request(mac, own, address);
        if (entry == null) {
            lan.transmit(this, ArpFrame.broadcast(request));
        } else if (agenda.now() - entry.confirmedAt > FRESH.toNanos()) {
            entry.asked++;
            if (entry.asked > ASKS) {
                cache.remove(address);
            } else {
                lan.transmit(this, new ArpFrame(entry.mac, mac, Optional.empty(), request));
            }
        }
    }
}
