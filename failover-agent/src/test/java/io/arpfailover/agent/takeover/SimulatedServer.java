package io.arpfailover.agent.takeover;

import io.arpfailover.agent.peer.PeerEndpoint;
import io.arpfailover.agent.peer.SimulatedPromiseFile;
import io.arpfailover.agent.takeover.SimulatedStream.Path;
import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.agent.wire.ArpPacket;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.agent.wire.Operation;
import io.arpfailover.coordinator.tenure.Member;
import io.arpfailover.coordinator.tenure.NodeName;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One of the pair: its kernel, disk and card, its way to ZooKeeper, and the agent that runs on it, or does not. */
final class SimulatedServer implements SimulatedLan.Station {
    private static final long MACS = 0x02_00_00_00_00_00L;

    private final Agenda agenda;
    private final SimulatedLan lan;
    private final SimulatedPaths paths;
    private final SimulatedZooKeeper zooKeeper;
    private final TakeoverSettings settings;
    private final BrokenRule broken;
    private final Runnable check;
    private final LocalClock clock;
    private final SimulatedKernel kernel;
    private final SimulatedPromiseFile promises = new SimulatedPromiseFile();
    private final List<PeerEndpoint> endpoints;

    private Optional<SimulatedProcess> process = Optional.empty();
    private MacAddress mac;
    private LinkView link;
    private boolean cut;
    private Path path = Path.OPEN;

    SimulatedServer(
            Agenda agenda,
            SimulatedLan lan,
            SimulatedPaths paths,
            SimulatedZooKeeper zooKeeper,
            TakeoverSettings settings,
            BrokenRule broken,
            Runnable check) {
        this.agenda = agenda;
        this.lan = lan;
        this.paths = paths;
        this.zooKeeper = zooKeeper;
        this.settings = settings;
        this.broken = broken;
        this.check = check;
        this.clock = new LocalClock(agenda);
        this.kernel = new SimulatedKernel(agenda, clock, settings.addresses(), broken, this::kernelChanged);
        this.mac = new MacAddress(MACS + name().text().charAt(0));
        this.link = linkView(true, true);
        this.endpoints = paths.attach(this);
        lan.attach(this);
    }

    NodeName name() {
        return settings.self();
    }

    LocalClock clock() {
        return clock;
    }

    SimulatedKernel kernel() {
        return kernel;
    }

    SimulatedPromiseFile promises() {
        return promises;
    }

    /** Where it listens for the other's datagrams. */
    List<PeerEndpoint> endpoints() {
        return endpoints;
    }

    BrokenRule broken() {
        return broken;
    }

    LinkView link() {
        return link;
    }

    Path path() {
        return path;
    }

    Optional<SimulatedProcess> process() {
        return process;
    }

    boolean serves(Ipv4Address address) {
        return attached() && kernel.passes(address);
    }

    Member member(String incarnation, Effect.Publish health) {
        return new Member(
                name(),
                incarnation,
                "host-" + name(),
                "test",
                settings.networkInterface(),
                List.of(mac.toString()),
                settings.addresses().stream().map(Ipv4Address::toString).toList(),
                settings.hasPeer()
                        ? endpoints.stream().map(PeerEndpoint::toString).toList()
                        : List.of(),
                settings.timing().promise(),
                settings.timing().restart(),
                health.fit(),
                health.unfitBecause(),
                health.readyFor());
    }

    void afterEffect() {
        check.run();
    }

    // ---- the agent

    /** Starts the agent, unless it runs. */
    void start() {
        if (process.isEmpty() || process.get().hasEnded()) {
            agenda.note(name().text(), "started");
            process = Optional.of(new SimulatedProcess(agenda, this, settings, zooKeeper));
        }
    }

    void crash() {
        process.filter(running -> !running.hasEnded()).ifPresent(SimulatedProcess::kill);
        process = Optional.empty();
    }

    void losePower() {
        crash();
        kernel.powerLost();
        clock.reboot();
    }

    /** What an agent that starts now finds of the one before. */
    Event.EarlierRun earlierRun() {
        return kernel.found(promises.read(clock.boot(), clock.now()));
    }

    private void kernelChanged() {
        process.ifPresent(SimulatedProcess::lookAgain);
    }

    List<Event> lookAgain() {
        List<Ipv4Address> missing = kernel.missing();
        Event seen = new Event.LinkSeen(link);
        return missing.isEmpty() ? List.of(seen) : List.of(seen, new Event.AddressesRemoved(missing));
    }

    // ---- card and cables

    void cutFromLan(boolean isCut) {
        agenda.note(name().text(), isCut ? "cut off the LAN" : "back on the LAN");
        cut = isCut;
    }

    void path(Path now) {
        agenda.note(name().text(), "the way to ZooKeeper is " + now);
        path = now;
        if (now == Path.REFUSED) {
            process.ifPresent(SimulatedProcess::connectionReset);
        }
    }

    void link(boolean up, boolean carrier) {
        link = linkView(up, carrier);
        agenda.note(name().text(), "link " + link.state());
        kernelChanged();
    }

    /** The interface goes, and its addresses with it. */
    void unplug() {
        link = LinkView.ABSENT;
        kernel.loseAll();
        kernelChanged();
    }

    void changeMac() {
        mac = new MacAddress(mac.bits() + 0x100);
        link = linkView(link.up(), link.carrier());
        kernelChanged();
    }

    private LinkView linkView(boolean up, boolean carrier) {
        return new LinkView(Optional.of(mac), Set.of(mac), up, carrier);
    }

    @Override
    public MacAddress mac() {
        return mac;
    }

    @Override
    public boolean attached() {
        return !cut && link.usable();
    }

    /** Whether the frame left; the kernel lets none out that names an address without a lease. */
    boolean send(ArpFrame frame) {
        boolean ours = settings.addresses().contains(frame.packet().senderIp());
        boolean stopped = ours && !kernel.leaseLive();
        if (!link.usable() || (stopped && broken != BrokenRule.FRAMES_LEAVE_WITHOUT_LEASE)) {
            return false;
        }
        if (stopped) {
            throw new AssertionError(name() + " sends without a lease: " + frame.packet());
        }
        lan.transmit(this, frame);
        return true;
    }

    void sendDatagram(PeerEndpoint to, byte[] octets) {
        paths.send(this, to, octets);
    }

    void datagram(int path, byte[] octets) {
        process.ifPresent(running -> running.datagram(path, octets));
    }

    @Override
    public void receive(ArpFrame frame) {
        ArpPacket packet = frame.packet();
        boolean asks =
                packet.operation() == Operation.REQUEST && !packet.senderMac().equals(mac);
        if (asks && kernel.passes(packet.targetIp())) {
            lan.transmit(this, ArpFrame.unicast(packet.senderMac(), ArpPacket.replyTo(packet, mac)));
        }
        if (new RelevantFrames(settings).contains(frame)) {
            process.ifPresent(running -> running.happened(new Event.FrameSeen(frame)));
        }
    }
}
