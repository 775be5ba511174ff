package io.arpfailover.agent.takeover;

import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.agent.wire.ArpPacket;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.agent.wire.Operation;
import java.util.List;

/** A host that is not of the pair and at times uses one of its addresses. */
final class SimulatedStranger implements SimulatedLan.Station {
    private final Agenda agenda;
    private final SimulatedLan lan;
    private final Ipv4Address stolen;
    private final MacAddress mac = MacAddress.parse("02:00:00:00:00:66");
    private boolean present;

    SimulatedStranger(Agenda agenda, SimulatedLan lan, List<Ipv4Address> addresses) {
        this.agenda = agenda;
        this.lan = lan;
        this.stolen = addresses.get(0);
        lan.attach(this);
    }

    void come() {
        present = true;
        agenda.note("stranger", "comes, with " + stolen);
        lan.transmit(this, ArpFrame.broadcast(ArpPacket.announcement(mac, stolen)));
    }

    void go() {
        if (present) {
            agenda.note("stranger", "goes");
        }
        present = false;
    }

    @Override
    public MacAddress mac() {
        return mac;
    }

    @Override
    public boolean attached() {
        return present;
    }

    @Override
    public void receive(ArpFrame frame) {
        ArpPacket packet = frame.packet();
        if (packet.operation() == Operation.REQUEST
                && packet.targetIp().equals(stolen)
                && !packet.senderMac().equals(mac)) {
            lan.transmit(this, ArpFrame.unicast(packet.senderMac(), ArpPacket.replyTo(packet, mac)));
        }
    }
}
