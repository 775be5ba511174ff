package io.arpfailover.agent.neighbor;

import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.agent.wire.ArpPacket;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.agent.wire.Operation;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.random.RandomGenerator;

/**
 * Finds the MAC addresses of one interface's neighbours and keeps them fresh (RFC 826, RFC 1122 section 2.3.2). Does no
 * I/O and reads no clock; one thread.
 *
 * <p>It takes next hops: which one a destination has, {@link Routes} decides. Whether frames leave at a pace is its
 * caller's business; its own word is one question a second for each destination.
 *
 * @param <P> the packets that wait for an answer
 */
public final class Resolver<P> {
    /** Entries served in one call of {@link #onTimeout}, so that frames have their turn between a thousand timeouts. */
    static final int MOST_PER_TURN = 256;

    private final ResolverTiming timing;
    private final Tally tally = new Tally();
    private final NeighborTable table;
    private final PendingPackets<P> pending;
    private final Questions<P> questions;
    private final Findings<P> findings;
    private OwnStation own;

    /**
     * @param octets the size of a packet
     */
    public Resolver(
            OwnStation own,
            ResolverTiming timing,
            ResolverLimits limits,
            ToIntFunction<P> octets,
            RandomGenerator random) {
        this.own = own;
        this.timing = timing;
        this.table = new NeighborTable(timing, limits, tally);
        this.pending = new PendingPackets<>(limits, octets);
        this.questions = new Questions<>(table, pending, timing, tally);
        this.findings = new Findings<>(table, pending, timing, random, tally);
    }

    /** Sends a packet to a neighbour: at once, or when its MAC is known, or not at all. */
    public List<NeighborEffect<P>> resolve(Ipv4Address nextHop, P packet, MonotonicTime now) {
        return use(nextHop, List.of(packet), now.nanos());
    }

    /** As if there were a packet: what comes after it will find the MAC known. */
    public List<NeighborEffect<P>> resolve(Ipv4Address nextHop, MonotonicTime now) {
        return use(nextHop, List.of(), now.nanos());
    }

    /** What is known now. Asks nobody, and is no use that would keep an entry fresh. */
    public Lookup lookup(Ipv4Address address, MonotonicTime now) {
        return table.find(address)
                .map(neighbor -> lookup(neighbor, now.nanos()))
                .orElseGet(Lookup.Unknown::new);
    }

    /** A protocol above heard from the neighbour: an acknowledgement of what was sent (RFC 1122 section 2.3.2.1). */
    public void confirm(Ipv4Address address, MonotonicTime now) {
        table.find(address)
                .filter(neighbor -> neighbor.hasMac() && neighbor.state != NeighborState.STATIC)
                .ifPresent(neighbor -> findings.confirm(neighbor, now.nanos()));
    }

    /**
     * Asks now whether a neighbour is still there: itself, then everybody. Ends in {@link NeighborEffect.Confirmed},
     * {@link NeighborEffect.Resolved}, {@link NeighborEffect.Changed} or {@link NeighborEffect.Unreachable}. Static
     * entries are not asked, and a question that is out already serves.
     */
    public List<NeighborEffect<P>> verify(Ipv4Address address, MonotonicTime now) {
        requireHost(address);
        return entry(address, now.nanos())
                .map(neighbor -> verify(neighbor, now.nanos()))
                .orElseGet(() -> List.of(new NeighborEffect.Refused<>(address)));
    }

    /**
     * Another client of the same capture asked for a neighbour, in its own time: the answer counts as one to us, and the
     * next question of ours is put off for as long as after our own. Static entries are not concerned.
     */
    public List<NeighborEffect<P>> asked(Ipv4Address address, MonotonicTime now) {
        requireHost(address);
        Optional<Neighbor> neighbor = entry(address, now.nanos());
        neighbor.ifPresent(known -> questions.noteAsked(known, now.nanos()));
        return neighbor.isPresent() ? List.of() : List.of(new NeighborEffect.Refused<>(address));
    }

    /** A question did not leave: it does not count, and is asked again when the next one would be due. */
    public void notSent(Ipv4Address address) {
        tally.notSent++;
        table.find(address)
                .filter(neighbor -> neighbor.state.isAsking() && neighbor.probes > 0)
                .ifPresent(neighbor -> neighbor.probes--);
    }

    /**
     * Takes in a frame, in the order of RFC 826 "Packet Reception": what is known is updated before the target is looked
     * at, what is new is learned only when we are the target, and the operation comes last. Nobody learns from a probe
     * (RFC 5227 section 1.1), from our own frames or from frames for other stations.
     */
    public List<NeighborEffect<P>> onFrame(ArpFrame frame, MonotonicTime now) {
        if (!isForUs(frame) || isOurOwn(frame.packet())) {
            return List.of();
        }
        List<NeighborEffect<P>> merged = merge(frame, now.nanos());
        return isQuestionForUs(frame.packet()) ? answer(frame.packet(), merged) : merged;
    }

    /** Serves what is due, at most {@value #MOST_PER_TURN} entries. */
    public List<NeighborEffect<P>> onTimeout(MonotonicTime now) {
        List<NeighborEffect<P>> effects = new ArrayList<>();
        Optional<Neighbor> due = table.due(now.nanos());
        for (int i = 0; i < MOST_PER_TURN && due.isPresent(); i++) {
            effects.addAll(timeout(due.get(), now.nanos()));
            due = table.due(now.nanos());
        }
        table.collect(now.nanos());
        return effects;
    }

    public MonotonicTime nextTimeout() {
        return new MonotonicTime(table.nextTimeout());
    }

    /** Forgets one MAC: the neighbour moved. Static entries stay, and packets that wait go on waiting. */
    public void flush(Ipv4Address address, MonotonicTime now) {
        table.find(address).ifPresent(neighbor -> flush(neighbor, now.nanos()));
    }

    public void flushAll(MonotonicTime now) {
        List.copyOf(table.all()).forEach(neighbor -> flush(neighbor, now.nanos()));
    }

    /** Sets an entry that nothing heard will change; what waits for it leaves. */
    public List<NeighborEffect<P>> putStatic(Ipv4Address address, MacAddress mac, MonotonicTime now) {
        requireHost(address);
        if (mac.equals(MacAddress.ZERO)) {
            throw new IllegalArgumentException("no station has " + mac);
        }
        return entry(address, now.nanos())
                .map(neighbor -> findings.fix(neighbor, mac, now.nanos()))
                .orElseGet(() -> List.of(new NeighborEffect.Refused<>(address)));
    }

    /** Takes an entry out, also a static one. */
    public List<NeighborEffect<P>> remove(Ipv4Address address, MonotonicTime now) {
        return table.find(address)
                .map(neighbor -> end(neighbor, DropCause.REMOVED, now.nanos()))
                .orElseGet(List::of);
    }

    /** The link lost its carrier: who is behind it may be another network when it returns. Static entries stay. */
    public List<NeighborEffect<P>> linkDown(MonotonicTime now) {
        List<NeighborEffect<P>> effects = new ArrayList<>();
        for (Neighbor neighbor : List.copyOf(table.all())) {
            if (neighbor.state != NeighborState.STATIC) {
                effects.addAll(end(neighbor, DropCause.LINK_DOWN, now.nanos()));
            }
        }
        return effects;
    }

    /**
     * The interface has another MAC: announces our own addresses once and forgets what was learned through the old one.
     * Questions that are out are asked again, since their answers go to the old one.
     */
    public List<NeighborEffect<P>> macChanged(MacAddress mac, MonotonicTime now) {
        if (own.mac().equals(mac)) {
            return List.of();
        }
        own = own.withMac(mac);
        flushAll(now);
        return own.answered().stream().sorted().map(this::announcement).toList();
    }

    /** All entries, by address. */
    public List<NeighborView> neighbors(MonotonicTime now) {
        return table.all().stream()
                .map(neighbor -> view(neighbor, now))
                .sorted(Comparator.comparing(NeighborView::address))
                .toList();
    }

    public Optional<NeighborView> neighbor(Ipv4Address address, MonotonicTime now) {
        return table.find(address).map(neighbor -> view(neighbor, now));
    }

    public int size() {
        return table.size();
    }

    public ResolverCounters counters() {
        return tally.snapshot();
    }

    private Optional<Neighbor> entry(Ipv4Address address, long now) {
        return table.find(address).or(() -> table.add(address, now));
    }

    private List<NeighborEffect<P>> use(Ipv4Address nextHop, List<P> packets, long now) {
        requireHost(nextHop);
        Optional<Neighbor> neighbor = entry(nextHop, now);
        if (neighbor.isPresent()) {
            table.use(neighbor.get(), now);
            return use(neighbor.get(), packets, now);
        }
        tally.misses++;
        tally.dropped += packets.size();
        return List.of(new NeighborEffect.Drop<>(nextHop, DropCause.TABLE_FULL, packets));
    }

    private List<NeighborEffect<P>> use(Neighbor neighbor, List<P> packets, long now) {
        return switch (neighbor.state) {
            case REACHABLE, DELAY, PROBE, STATIC -> deliver(neighbor, packets);
            case STALE -> {
                table.become(
                        neighbor,
                        NeighborState.DELAY,
                        now + timing.delayFirstProbe().toNanos());
                yield deliver(neighbor, packets);
            }
            case INCOMPLETE -> {
                tally.misses++;
                tally.coalesced++;
                yield await(neighbor, packets);
            }
            case FAILED -> useOfFailed(neighbor, packets, now);
        };
    }

    private List<NeighborEffect<P>> useOfFailed(Neighbor neighbor, List<P> packets, long now) {
        tally.misses++;
        if (now < neighbor.negativeUntil) {
            return questions.drop(neighbor, DropCause.UNREACHABLE, packets);
        }
        List<NeighborEffect<P>> effects = new ArrayList<>();
        effects.addAll(questions.begin(neighbor, NeighborState.INCOMPLETE, own, now));
        effects.addAll(await(neighbor, packets));
        return effects;
    }

    private List<NeighborEffect<P>> deliver(Neighbor neighbor, List<P> packets) {
        tally.hits++;
        tally.delivered += packets.size();
        return packets.isEmpty()
                ? List.of()
                : List.of(new NeighborEffect.Deliver<>(neighbor.address, neighbor.mac, packets));
    }

    private List<NeighborEffect<P>> await(Neighbor neighbor, List<P> packets) {
        List<P> dropped = new ArrayList<>();
        packets.forEach(packet -> dropped.addAll(pending.add(neighbor.address, packet)));
        return questions.drop(neighbor, DropCause.QUEUE_FULL, dropped);
    }

    private static Lookup lookup(Neighbor neighbor, long now) {
        return switch (neighbor.state) {
            case REACHABLE, STALE, DELAY, PROBE, STATIC -> new Lookup.Found(neighbor.mac);
            case INCOMPLETE -> new Lookup.Pending();
            case FAILED -> now < neighbor.negativeUntil ? new Lookup.Unreachable() : new Lookup.Unknown();
        };
    }

    private List<NeighborEffect<P>> verify(Neighbor neighbor, long now) {
        return switch (neighbor.state) {
            case REACHABLE, STALE, DELAY -> questions.begin(neighbor, NeighborState.PROBE, own, now);
            case FAILED -> questions.begin(neighbor, NeighborState.INCOMPLETE, own, now);
            case INCOMPLETE, PROBE, STATIC -> List.of();
        };
    }

    private boolean isForUs(ArpFrame frame) {
        return frame.destination().equals(MacAddress.BROADCAST)
                || frame.destination().equals(own.mac());
    }

    /** Our echo, or somebody who claims an address of ours: that is for conflict detection to judge. */
    private boolean isOurOwn(ArpPacket packet) {
        return packet.senderMac().equals(own.mac()) || own.isOwn(packet.senderIp());
    }

    private List<NeighborEffect<P>> merge(ArpFrame frame, long now) {
        ArpPacket packet = frame.packet();
        if (packet.senderIp().equals(Ipv4Address.ANY)) {
            return List.of();
        }
        Optional<Neighbor> known = table.find(packet.senderIp());
        if (known.isPresent()) {
            Evidence by = Evidence.of(frame, known.get().state.isAsking(), own.mac());
            return findings.heard(known.get(), packet.senderMac(), by, now);
        }
        if (packet.operation() == Operation.REQUEST && own.isOwn(packet.targetIp())) {
            table.add(packet.senderIp(), now).ifPresent(neighbor -> findings.learn(neighbor, packet.senderMac(), now));
        }
        return List.of();
    }

    private boolean isQuestionForUs(ArpPacket packet) {
        return packet.operation() == Operation.REQUEST && own.answered().contains(packet.targetIp());
    }

    private List<NeighborEffect<P>> answer(ArpPacket question, List<NeighborEffect<P>> before) {
        tally.answered++;
        ArpFrame reply = ArpFrame.unicast(question.senderMac(), ArpPacket.replyTo(question, own.mac()));
        List<NeighborEffect<P>> effects = new ArrayList<>(before);
        effects.add(new NeighborEffect.Answer<>(reply));
        return effects;
    }

    private List<NeighborEffect<P>> timeout(Neighbor neighbor, long now) {
        if (neighbor.reportAt <= now) {
            return findings.report(neighbor, now);
        }
        return switch (neighbor.state) {
            case INCOMPLETE, PROBE -> questions.next(neighbor, own, now);
            case REACHABLE -> age(neighbor, now);
            case DELAY -> questions.begin(neighbor, NeighborState.PROBE, own, now);
            case FAILED -> {
                questions.forget(neighbor, now);
                yield List.of();
            }
            case STALE, STATIC -> throw new IllegalStateException("timeout in " + neighbor.state);
        };
    }

    /** One that is in use is asked before its time is over, so that no packet ever waits for it. */
    private List<NeighborEffect<P>> age(Neighbor neighbor, long now) {
        if (now <= neighbor.usedAt + timing.hotWithin().toNanos()) {
            return questions.begin(neighbor, NeighborState.PROBE, own, now);
        }
        if (now < neighbor.reachableUntil) {
            table.become(neighbor, NeighborState.REACHABLE, neighbor.reachableUntil);
        } else {
            table.become(neighbor, NeighborState.STALE, Neighbor.NEVER);
        }
        return List.of();
    }

    private void flush(Neighbor neighbor, long now) {
        boolean kept = neighbor.state == NeighborState.STATIC || neighbor.state == NeighborState.INCOMPLETE;
        if (!kept) {
            questions.forget(neighbor, now);
        }
    }

    private List<NeighborEffect<P>> end(Neighbor neighbor, DropCause cause, long now) {
        List<NeighborEffect<P>> effects = questions.dropAll(neighbor, cause);
        questions.forget(neighbor, now);
        return effects;
    }

    private NeighborEffect<P> announcement(Ipv4Address address) {
        return new NeighborEffect.Announce<>(ArpFrame.broadcast(ArpPacket.announcement(own.mac(), address)));
    }

    private NeighborView view(Neighbor neighbor, MonotonicTime now) {
        return neighbor.view(now.nanos(), pending.count(neighbor.address));
    }

    private static void requireHost(Ipv4Address address) {
        if (!address.isUsableAsHost()) {
            throw new IllegalArgumentException("no host can have " + address);
        }
    }
}
