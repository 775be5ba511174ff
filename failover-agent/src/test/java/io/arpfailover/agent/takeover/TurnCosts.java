package io.arpfailover.agent.takeover;

import io.arpfailover.agent.acd.AcdTiming;
import io.arpfailover.agent.acd.DefencePolicy;
import io.arpfailover.agent.announce.Outbound;
import io.arpfailover.agent.announce.Pace;
import io.arpfailover.agent.takeover.Event.LeaseOutcome;
import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.agent.wire.ArpPacket;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.coordinator.tenure.Ack;
import io.arpfailover.coordinator.tenure.Answer;
import io.arpfailover.coordinator.tenure.Intent;
import io.arpfailover.coordinator.tenure.Member;
import io.arpfailover.coordinator.tenure.Move;
import io.arpfailover.coordinator.tenure.PromiseTiming;
import io.arpfailover.coordinator.tenure.Switchover;
import io.arpfailover.coordinator.tenure.TenureEffect;
import io.arpfailover.coordinator.tenure.VersionedTenure;
import io.arpfailover.coordinator.time.Clock;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * What the machine itself costs, apart from the kernel and the wire: a program that prints figures and judges none.
 *
 * <p>A holder of 1 and of 1000 addresses, unpaced, in invented time. Run it with the JVM flags of the start script.
 */
final class TurnCosts implements Performer {
    private static final int ROUNDS = 20_000;
    private static final Clock CLOCK = Clock.system();
    private static final ArpFrame FOREIGN = ArpFrame.broadcast(
            ArpPacket.request(TestMember.STRANGER, Ipv4Address.parse("10.99.0.1"), Ipv4Address.parse("10.99.0.2")));

    private final List<Ipv4Address> addresses;
    private final Takeover takeover;
    private final Queue<Event> coming = new ArrayDeque<>();
    private MonotonicTime now = new MonotonicTime(0);
    private final Set<Ipv4Address> asked = new HashSet<>();
    private long busiestTurn;

    private TurnCosts(int count) {
        this.addresses = IntStream.range(0, count)
                .mapToObj(i -> new Ipv4Address(Ipv4Address.parse("10.78.0.1").bits() + i))
                .toList();
        this.takeover = new Takeover(settings(), new SplittableRandom(1));
    }

    public static void main(String[] arguments) {
        for (int count : new int[] {1, 1000, 1, 1000}) {
            new TurnCosts(count).print();
        }
    }

    private TakeoverSettings settings() {
        return new TakeoverSettings(
                TestMember.A,
                "lan0",
                addresses,
                Optional.of(TestMember.GATEWAY),
                AcdTiming.FAST,
                DefencePolicy.ONCE,
                Pace.UNLIMITED,
                Duration.ofSeconds(60),
                PromiseTiming.FAST,
                true,
                new Failback.Sticky(),
                100,
                Optional.empty(),
                List.of());
    }

    private void print() {
        MonotonicTime began = CLOCK.now();
        takeOver();
        tell("takeover, all of it", began, 1);
        System.out.printf(
                Locale.ROOT, "%5d addresses: %9.1f us  its longest turn%n", addresses.size(), busiestTurn / 1e3);
        measure("foreign frame", () -> turn(Optional.of(new Event.FrameSeen(FOREIGN))));
        measure("frame about one address", () -> turn(Optional.of(answer(addresses.get(addresses.size() / 2)))));
        measure("heartbeat and its ack", this::nextTurn);
        measure("nextTimeout", takeover::nextTimeout);
    }

    private void measure(String what, Runnable step) {
        for (int i = 0; i < ROUNDS; i++) {
            step.run();
        }
        MonotonicTime began = CLOCK.now();
        for (int i = 0; i < ROUNDS; i++) {
            step.run();
        }
        tell(what, began, ROUNDS);
    }

    private void tell(String what, MonotonicTime began, int times) {
        double micros = began.until(CLOCK.now()).toNanos() / 1e3 / times;
        System.out.printf(Locale.ROOT, "%5d addresses: %9.1f us  %s%n", addresses.size(), micros, what);
    }

    private void takeOver() {
        coming.addAll(List.of(
                new Event.LinkSeen(TestMember.up(TestMember.OWN)),
                new Event.EarlierRun(false, Optional.empty(), Optional.empty(), now),
                new Event.Registered(TestMember.SESSION),
                new Event.MembersRead(List.of(TestMember.fit(TestMember.B))),
                new Event.IntentRead(Intent.NONE),
                new Event.TenureRead(TestMember.pairedBy(TestMember.A, 4))));
        while (asked.size() < addresses.size() || !coming.isEmpty()) {
            MonotonicTime began = CLOCK.now();
            nextTurn();
            busiestTurn = Math.max(busiestTurn, began.until(CLOCK.now()).toNanos());
        }
    }

    /** Waits as the loop does, until something comes or is due. */
    private void nextTurn() {
        if (coming.isEmpty()) {
            now = MonotonicTime.latest(now, takeover.nextTimeout());
        }
        turn(Optional.ofNullable(coming.poll()));
    }

    private void turn(Optional<Event> event) {
        perform(takeover.onTimeout(now));
        event.ifPresent(happened -> perform(happened.applyTo(takeover, now)));
        takeover.nextTimeout();
    }

    private void perform(List<Effect> effects) {
        for (Effect effect : effects) {
            effect.performOn(this).ifPresent(answer -> perform(answer.applyTo(takeover, now)));
        }
    }

    private static Event.FrameSeen answer(Ipv4Address vip) {
        ArpPacket query = ArpPacket.request(TestMember.OWN, vip, TestMember.GATEWAY);
        return new Event.FrameSeen(ArpFrame.unicast(TestMember.OWN, ArpPacket.replyTo(query, TestMember.GATEWAY_MAC)));
    }

    @Override
    public Event.FrameSent send(Outbound outbound) {
        if (outbound instanceof Outbound.GatewayQuery) {
            asked.add(outbound.vip());
            coming.add(answer(outbound.vip()));
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
    public void sendHeartbeat(Effect.SendHeartbeat beat) {
        coming.add(new Event.AckSeen(Ack.of(beat.heartbeat()), true, true));
    }

    @Override
    public void compareAndSet(TenureEffect.CompareAndSet call) {
        VersionedTenure written = new VersionedTenure(call.next(), call.version() + 1);
        coming.add(new Event.CallAnswered(call.call(), new Answer.Applied(written)));
    }

    @Override
    public void record(Move move, MonotonicTime claimed) {}

    @Override
    public void correspond(Member other) {}

    @Override
    public void sendAck(Effect.SendAck ack) {}

    @Override
    public void sendHandover(Effect.SendHandover handover) {}

    @Override
    public void keepPromise(Effect.KeepPromise promise) {}

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
