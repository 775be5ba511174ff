package io.arpfailover.agent.loop;

import io.arpfailover.agent.announce.Outbound;
import io.arpfailover.agent.takeover.Effect;
import io.arpfailover.agent.takeover.Event;
import io.arpfailover.agent.takeover.Event.LeaseOutcome;
import io.arpfailover.agent.takeover.LinkView;
import io.arpfailover.agent.takeover.Performer;
import io.arpfailover.agent.takeover.Stage;
import io.arpfailover.agent.takeover.Takeover;
import io.arpfailover.agent.takeover.TakeoverSettings;
import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.agent.wire.ArpPacket;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.agent.wire.Parsed;
import io.arpfailover.coordinator.tenure.Ack;
import io.arpfailover.coordinator.tenure.Answer;
import io.arpfailover.coordinator.tenure.Handover;
import io.arpfailover.coordinator.tenure.Heartbeat;
import io.arpfailover.coordinator.tenure.Intent;
import io.arpfailover.coordinator.tenure.Member;
import io.arpfailover.coordinator.tenure.Mode;
import io.arpfailover.coordinator.tenure.Move;
import io.arpfailover.coordinator.tenure.NodeName;
import io.arpfailover.coordinator.tenure.Switchover;
import io.arpfailover.coordinator.tenure.Tenure;
import io.arpfailover.coordinator.tenure.TenureEffect;
import io.arpfailover.coordinator.tenure.VersionedTenure;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.random.RandomGeneratorFactory;

/**
 * A whole takeover played on a machine of its own with nothing behind it, in invented time.
 *
 * <p>The first takeover of a process would otherwise load classes and run interpreted between dropping and taking the
 * address, which costs the clients some 20 ms; the play costs that at the start, when nobody waits.
 */
final class Rehearsal implements Performer {
    private static final MacAddress OWN = MacAddress.parse("02:00:00:00:00:01");
    private static final MacAddress GATEWAY = MacAddress.parse("02:00:00:00:00:02");
    private static final Duration SESSION = Duration.ofSeconds(3);
    private static final String SWITCHOVER = "rehearsal";
    private static final NodeName SELF = new NodeName("self");
    private static final NodeName ANOTHER = new NodeName("another");
    /** More turns than a takeover needs, so that one that stands still ends too. */
    private static final int MOST_TURNS = 1_000;

    /** More of them run the same code again. */
    private static final int MOST_ADDRESSES = 2;

    private final TakeoverSettings settings;
    private final Takeover takeover;
    private final Queue<Event> coming = new ArrayDeque<>();
    private MonotonicTime now = new MonotonicTime(0);
    private boolean moved;
    private boolean acked;

    private Rehearsal(TakeoverSettings full) {
        this.settings = new TakeoverSettings(
                SELF,
                full.networkInterface(),
                full.addresses().subList(0, Math.min(full.addresses().size(), MOST_ADDRESSES)),
                full.gateway(),
                full.acd(),
                full.defence(),
                full.pace(),
                full.refresh(),
                full.timing(),
                full.hasPeer(),
                full.failback(),
                full.movesPerHour(),
                full.gatewayWatch(),
                full.checks());
        this.takeover =
                new Takeover(settings, RandomGeneratorFactory.getDefault().create(1));
    }

    /** Plays this often, and tells whether each play came to its end. */
    static boolean play(TakeoverSettings settings, int times) {
        boolean complete = true;
        for (int i = 0; i < times; i++) {
            complete &= new Rehearsal(settings).playAlone();
            complete &= !settings.hasPeer() || new Rehearsal(settings).playWithAnother();
        }
        return complete;
    }

    /** Nobody holds: the whole way to the receipt. */
    private boolean playAlone() {
        begin(List.of(), new VersionedTenure(Tenure.NONE, 0));
        play(() -> coming.add(new Event.StopAsked(false)));
        return moved && takeover.stage() == Stage.STOPPED;
    }

    /** A planned switchover here, and one back. */
    private boolean playWithAnother() {
        begin(List.of(another()), new VersionedTenure(tenureOfAnother(), 1));
        coming.add(new Event.HandoverSeen(new Handover(2, 2, 0, "rehearsal"), true, true));
        Switchover back = Switchover.asked(SWITCHOVER, ANOTHER, "rehearsal", false);
        play(() -> coming.add(new Event.IntentRead(new Intent(Optional.empty(), Set.of(), Optional.of(back)))));
        return moved && acked && takeover.stage() == Stage.STOPPED;
    }

    private void begin(List<Member> others, VersionedTenure tenure) {
        coming.addAll(List.of(
                new Event.LinkSeen(new LinkView(Optional.of(OWN), Set.of(OWN), true, true)),
                new Event.EarlierRun(false, Optional.empty(), Optional.empty(), now),
                new Event.Registered(SESSION),
                new Event.MembersRead(others),
                new Event.IntentRead(Intent.NONE),
                new Event.TenureRead(tenure)));
    }

    private void play(Runnable whenServing) {
        boolean served = false;
        for (int turn = 0; turn < MOST_TURNS && takeover.stage() != Stage.STOPPED; turn++) {
            turn();
            if (!served && moved && takeover.stage() == Stage.HOLDING) {
                served = true;
                whenServing.run();
            }
        }
    }

    private Member another() {
        return new Member(
                ANOTHER,
                "",
                "",
                "",
                "",
                List.of(),
                List.of(),
                List.of(),
                settings.timing().promise(),
                settings.timing().restart(),
                true,
                "",
                Optional.of(SWITCHOVER));
    }

    private Tenure tenureOfAnother() {
        return new Tenure(Optional.of(ANOTHER), 1, Mode.PAIRED, Optional.of(settings.self()), 0, "rehearsal");
    }

    private void turn() {
        if (coming.isEmpty()) {
            now = MonotonicTime.latest(now, takeover.nextTimeout());
        }
        perform(takeover.onTimeout(now));
        if (!coming.isEmpty()) {
            perform(coming.remove().applyTo(takeover, now));
        }
    }

    private void perform(List<Effect> effects) {
        for (Effect effect : effects) {
            effect.performOn(this).ifPresent(answer -> perform(answer.applyTo(takeover, now)));
        }
    }

    @Override
    public Event.FrameSent send(Outbound outbound) {
        byte[] octets = outbound.frame(OWN).encode();
        if (ArpFrame.parse(octets, octets.length) instanceof Parsed.Accepted accepted) {
            ArpPacket packet = accepted.frame().packet();
            if (settings.gateway().equals(Optional.of(packet.targetIp()))) {
                coming.add(new Event.FrameSeen(ArpFrame.unicast(OWN, ArpPacket.replyTo(packet, GATEWAY))));
            }
        }
        return new Event.FrameSent(outbound, true);
    }

    @Override
    public Event.LeaseSet setLease(MonotonicTime until, boolean renewal) {
        return new Event.LeaseSet(LeaseOutcome.LIVE, "");
    }

    @Override
    public Event.AddressesAssigned assignAddresses(List<Ipv4Address> part, Duration leaseLeft) {
        return new Event.AddressesAssigned(part, Optional.empty());
    }

    @Override
    public void correspond(Member other) {}

    @Override
    public void sendHeartbeat(Effect.SendHeartbeat beat) {
        coming.add(new Event.AckSeen(Ack.of(beat.heartbeat()), true, true));
    }

    @Override
    public void sendAck(Effect.SendAck ack) {
        acked = true;
        coming.add(new Event.StopAsked(false));
    }

    @Override
    public void sendHandover(Effect.SendHandover told) {
        Heartbeat first =
                new Heartbeat(told.handover().epoch(), now, settings.timing().promise());
        coming.add(new Event.HeartbeatSeen(first, true, true));
    }

    @Override
    public void keepPromise(Effect.KeepPromise promise) {}

    @Override
    public void compareAndSet(TenureEffect.CompareAndSet call) {
        VersionedTenure written = new VersionedTenure(call.next(), call.version() + 1);
        coming.add(new Event.CallAnswered(call.call(), new Answer.Applied(written)));
    }

    @Override
    public void record(Move move, MonotonicTime claimed) {
        moved = true;
    }

    @Override
    public void revokeLease() {}

    @Override
    public void removeAddresses(List<Ipv4Address> part) {}

    @Override
    public void reread() {}

    @Override
    public void publish(Effect.Publish health) {}

    @Override
    public void requestSwitchover(Effect.RequestSwitchover request) {}

    @Override
    public void closeSwitchover(Switchover ended) {}

    @Override
    public void transition(Effect.Transition transition) {}

    @Override
    public void notice(Effect.Notice notice) {}
}
