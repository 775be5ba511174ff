package io.arpfailover.agent.netns;

import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.agent.wire.ArpPacket;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.agent.wire.Operation;
import io.arpfailover.agent.wire.Parsed;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.pcap4j.core.PcapHandle.PcapDirection;
import org.pcap4j.core.PcapNetworkInterface.PromiscuousMode;

/** Many hosts behind one interface, made of raw frames: each answers what its network card's filter would pass. */
public final class SimulatedHosts implements AutoCloseable {
    private final Map<Ipv4Address, List<Host>> hosts = new ConcurrentHashMap<>();
    private final Queue<Question> questions = new ConcurrentLinkedQueue<>();
    private final RawPort port;

    /**
     * One card.
     *
     * @param passes to which destinations a frame passes its filter
     */
    private record Host(MacAddress mac, Predicate<MacAddress> passes) {}

    /**
     * A request that came in.
     *
     * @param at by the kernel's wall clock
     */
    public record Question(Instant at, ArpFrame frame) {}

    private SimulatedHosts(String interfaceName) {
        port = RawPort.open(interfaceName, "arp", PcapDirection.IN, PromiscuousMode.PROMISCUOUS, this::received);
    }

    /** Nobody yet, at this interface, whose namespace needs no address. */
    public static SimulatedHosts on(NetnsLab lab, String namespace, String interfaceName) {
        return lab.call(namespace, () -> new SimulatedHosts(interfaceName));
    }

    /** One more host; two with the same address are a duplicate. */
    public SimulatedHosts host(Ipv4Address address, MacAddress mac, Predicate<MacAddress> passes) {
        hosts.computeIfAbsent(address, none -> new CopyOnWriteArrayList<>()).add(new Host(mac, passes));
        return this;
    }

    /** One that takes in what is for it or for everybody. */
    public SimulatedHosts host(Ipv4Address address, MacAddress mac) {
        return host(address, mac, to -> to.equals(MacAddress.BROADCAST) || to.equals(mac));
    }

    /** Every request so far, in order. */
    public List<Question> questions() {
        return List.copyOf(questions);
    }

    private void received(RawPort from, byte[] octets, Instant at) {
        if (ArpFrame.parse(octets, octets.length) instanceof Parsed.Accepted accepted
                && accepted.frame().packet().operation() == Operation.REQUEST) {
            questions.add(new Question(at, accepted.frame()));
            answer(accepted.frame(), from);
        }
    }

    private void answer(ArpFrame question, RawPort through) {
        ArpPacket packet = question.packet();
        hosts.getOrDefault(packet.targetIp(), List.of()).stream()
                .filter(host -> host.passes().test(question.destination()))
                .map(host -> ArpFrame.unicast(packet.senderMac(), ArpPacket.replyTo(packet, host.mac())))
                .forEach(answer -> through.send(answer.encode()));
    }

    @Override
    public void close() {
        port.close();
    }
}
