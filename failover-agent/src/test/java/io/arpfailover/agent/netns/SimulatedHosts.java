package io.arpfailover.agent.netns;

import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.agent.wire.ArpPacket;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.agent.wire.Operation;
import io.arpfailover.agent.wire.Parsed;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.pcap4j.core.BpfProgram.BpfCompileMode;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapHandle.PcapDirection;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.PcapNetworkInterface.PromiscuousMode;

/** Many hosts behind one interface, made of raw frames: each answers what its network card's filter would pass. */
public final class SimulatedHosts implements AutoCloseable {
    private static final int SNAPSHOT_OCTETS = 128;
    private static final int BUFFER_OCTETS = 4 << 20;

    private final PcapHandle handle;
    private final Thread thread;
    private final Map<Ipv4Address, List<Host>> hosts = new ConcurrentHashMap<>();
    private final Queue<Question> questions = new ConcurrentLinkedQueue<>();

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

    private SimulatedHosts(PcapHandle handle) {
        this.handle = handle;
        this.thread = new Thread(this::run, "simulated-hosts");
    }

    /** Nobody yet, at this interface, whose namespace needs no address. */
    public static SimulatedHosts on(NetnsLab lab, String namespace, String interfaceName) {
        return lab.call(namespace, () -> {
            SimulatedHosts hosts = new SimulatedHosts(new PcapHandle.Builder(interfaceName)
                    .snaplen(SNAPSHOT_OCTETS)
                    .promiscuousMode(PromiscuousMode.PROMISCUOUS)
                    .immediateMode(true)
                    .bufferSize(BUFFER_OCTETS)
                    .build());
            hosts.handle.setDirection(PcapDirection.IN);
            hosts.handle.setFilter("arp", BpfCompileMode.OPTIMIZE);
            hosts.thread.start();
            return hosts;
        });
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

    private void run() {
        try {
            handle.loop(-1, (byte[] octets) -> received(octets, handle.getTimestamp()));
        } catch (InterruptedException closed) {
            return; // pcap4j's word for breakLoop
        } catch (PcapNativeException | NotOpenException e) {
            throw new IllegalStateException(e);
        }
    }

    private void received(byte[] octets, Timestamp at) {
        if (ArpFrame.parse(octets, octets.length) instanceof Parsed.Accepted accepted
                && accepted.frame().packet().operation() == Operation.REQUEST) {
            questions.add(new Question(at.toInstant(), accepted.frame()));
            answer(accepted.frame());
        }
    }

    private void answer(ArpFrame question) {
        ArpPacket packet = question.packet();
        hosts.getOrDefault(packet.targetIp(), List.of()).stream()
                .filter(host -> host.passes().test(question.destination()))
                .forEach(host -> send(ArpFrame.unicast(packet.senderMac(), ArpPacket.replyTo(packet, host.mac()))));
    }

    private void send(ArpFrame frame) {
        try {
            handle.sendPacket(frame.encode());
        } catch (PcapNativeException | NotOpenException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        try {
            handle.breakLoop();
            thread.join();
        } catch (NotOpenException | InterruptedException e) {
            throw new AssertionError(e);
        }
        handle.close();
    }
}
