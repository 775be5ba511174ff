package io.arpfailover.agent.takeover;

import io.arpfailover.agent.acd.AcdTiming;
import io.arpfailover.agent.acd.DefencePolicy;
import io.arpfailover.agent.announce.Outbound;
import io.arpfailover.agent.announce.Pace;
import io.arpfailover.agent.takeover.Event.LeaseOutcome;
import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.agent.wire.ArpPacket;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.coordinator.tenure.Answer;
import io.arpfailover.coordinator.tenure.Intent;
import io.arpfailover.coordinator.tenure.Member;
import io.arpfailover.coordinator.tenure.Mode;
import io.arpfailover.coordinator.tenure.Move;
import io.arpfailover.coordinator.tenure.NodeName;
import io.arpfailover.coordinator.tenure.Switchover;
import io.arpfailover.coordinator.tenure.Switchover.Outcome;
import io.arpfailover.coordinator.tenure.Tenure;
import io.arpfailover.coordinator.tenure.TenureEffect;
import io.arpfailover.coordinator.tenure.VersionedTenure;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/** Member {@code a} in an invented world: a clock to turn by hand, answers as scripted, and what it did in words. */
final class TestMember implements Performer {
    static final NodeName A = new NodeName("a");
    static final NodeName B = new NodeName("b");
    static final Ipv4Address VIP = Ipv4Address.parse("10.77.0.100");
    static final Ipv4Address GATEWAY = Ipv4Address.parse("10.77.0.254");
    static final MacAddress OWN = MacAddress.parse("02:00:00:00:00:0a");
    static final MacAddress PEER = MacAddress.parse("02:00:00:00:00:0b");
    static final MacAddress STRANGER = MacAddress.parse("02:00:00:00:00:66");
    static final MacAddress GATEWAY_MAC = MacAddress.parse("02:00:00:00:00:fe");
    static final Duration SESSION = Duration.ofSeconds(4);
    static final Duration LEASE = Duration.ofMillis(2_600);

    final Takeover takeover;
    private final List<String> did = new ArrayList<>();
    private long now = 1_000;
    private Optional<TenureEffect.CompareAndSet> call = Optional.empty();
    private long callLeft;
    private MonotonicTime leaseEnd = MonotonicTime.NEVER;
    private Event.LeaseSet lease = new Event.LeaseSet(LeaseOutcome.LIVE, "");
    private Optional<String> assignFailure = Optional.empty();
    private boolean framesLeave = true;

    private TestMember(DefencePolicy defence, Optional<Ipv4Address> gateway) {
        TakeoverSettings settings = new TakeoverSettings(
                A, "lan0", List.of(VIP), gateway, AcdTiming.FAST, defence, Pace.DEFAULT, Duration.ofSeconds(60));
        this.takeover = new Takeover(settings, new SplittableRandom(1));
    }

    // ---- how it came to be where a test begins

    static TestMember starting() {
        return starting(DefencePolicy.ONCE, Optional.of(GATEWAY));
    }

    static TestMember starting(DefencePolicy defence, Optional<Ipv4Address> gateway) {
        TestMember member = new TestMember(defence, gateway);
        member.link(up(OWN)).hears(new Event.KernelFound(false, Optional.empty()));
        member.did();
        return member;
    }

    /** Everything is read: the tenure as given, both members, no intent. */
    TestMember joins(VersionedTenure tenure) {
        return joins(tenure, SESSION);
    }

    TestMember joins(VersionedTenure tenure, Duration session) {
        hears(new Event.Registered(session));
        hears(new Event.TenureRead(tenure));
        hears(new Event.IntentRead(Intent.NONE));
        members(fit(B));
        return this;
    }

    static TestMember standby() {
        TestMember member = starting().joins(heldBy(B, 4));
        member.did();
        return member;
    }

    static TestMember claiming() {
        TestMember member = starting().joins(new VersionedTenure(Tenure.NONE, 0));
        member.runUntil(Stage.CLAIMING).did();
        return member;
    }

    static TestMember holding() {
        TestMember member = claiming().applied();
        member.did();
        return member;
    }

    static TestMember holding(DefencePolicy defence) {
        TestMember member = starting(defence, Optional.of(GATEWAY)).joins(new VersionedTenure(Tenure.NONE, 0));
        member.runUntil(Stage.CLAIMING).applied().did();
        return member;
    }

    /** It has let go, and its call that names the other is on its way. */
    static TestMember handingOver() {
        TestMember member = holding().intent(asked("s1", B)).members(ready(B, "s1"));
        member.did();
        return member;
    }

    // ---- values

    static LinkView up(MacAddress mac) {
        return new LinkView(Optional.of(mac), Set.of(mac), true, true);
    }

    static LinkView noCarrier() {
        return new LinkView(Optional.of(OWN), Set.of(OWN), true, false);
    }

    /** At a version that is ten times the epoch, so that a test reads easily. */
    static VersionedTenure heldBy(NodeName holder, int epoch) {
        return new VersionedTenure(
                new Tenure(Optional.of(holder), epoch, Mode.SOLO, Optional.empty(), 1, "test"), epoch * 10);
    }

    static Switchover asked(String id, NodeName to) {
        return new Switchover(id, to, "test", Outcome.REQUESTED, "");
    }

    static Member fit(NodeName node) {
        return member(node, "", Optional.empty());
    }

    static Member unfit(NodeName node, String because) {
        return member(node, because, Optional.empty());
    }

    static Member ready(NodeName node, String request) {
        return member(node, "", Optional.of(request));
    }

    private static Member member(NodeName node, String unfitBecause, Optional<String> readyFor) {
        MacAddress mac = node.equals(A) ? OWN : PEER;
        return new Member(
                node,
                "1",
                "host",
                "1",
                "lan0",
                List.of(mac.toString()),
                List.of("10.77.0.100/24"),
                unfitBecause.isEmpty(),
                unfitBecause,
                readyFor);
    }

    // ---- what happens to it

    TestMember hears(Event event) {
        perform(takeover.onTimeout(now()));
        perform(event.applyTo(takeover, now()));
        return this;
    }

    TestMember link(LinkView seen) {
        return hears(new Event.LinkSeen(seen));
    }

    /** The list of members: itself, and these. */
    TestMember members(Member... others) {
        List<Member> all = new ArrayList<>(List.of(others));
        all.add(fit(A));
        return hears(new Event.MembersRead(all));
    }

    TestMember intent(Switchover switchover) {
        return hears(new Event.IntentRead(new Intent(Optional.of(switchover))));
    }

    TestMember packet(ArpPacket packet) {
        return hears(new Event.FrameSeen(ArpFrame.broadcast(packet)));
    }

    TestMember strangerAppears() {
        return packet(ArpPacket.announcement(STRANGER, VIP));
    }

    TestMember gatewayAnswers() {
        return hears(new Event.FrameSeen(
                ArpFrame.unicast(OWN, ArpPacket.replyTo(ArpPacket.request(OWN, VIP, GATEWAY), GATEWAY_MAC))));
    }

    /** The call on its way took effect. */
    TestMember applied() {
        TenureEffect.CompareAndSet made = call.orElseThrow();
        return answered(new Answer.Applied(new VersionedTenure(made.next(), made.version() + 1)));
    }

    TestMember answered(Answer answer) {
        long id = call.orElseThrow().call();
        call = Optional.empty();
        return hears(new Event.CallAnswered(id, answer));
    }

    /** Lets time go by, turn by turn. */
    TestMember passes(long millis) {
        MonotonicTime end = new MonotonicTime((now + millis) * 1_000_000);
        while (end.hasReached(takeover.nextTimeout())) {
            MonotonicTime due = takeover.nextTimeout();
            now = Math.max(now, -Math.floorDiv(-due.nanos(), 1_000_000));
            perform(takeover.onTimeout(now()));
        }
        now = end.nanos() / 1_000_000;
        return this;
    }

    /** It is paused: nothing of what falls due happens, until a first turn at the end. */
    TestMember isPausedFor(long millis) {
        now += millis;
        perform(takeover.onTimeout(now()));
        return this;
    }

    TestMember runUntil(Stage wanted) {
        for (int turn = 0; turn < 5_000 && takeover.stage() != wanted; turn++) {
            passes(1);
        }
        if (takeover.stage() != wanted) {
            throw new AssertionError("never " + wanted + " but " + takeover.stage() + ": " + did);
        }
        return this;
    }

    // ---- how the world answers

    TestMember leaseAnswers(LeaseOutcome outcome) {
        lease = new Event.LeaseSet(outcome, outcome == LeaseOutcome.LIVE ? "" : "lease " + outcome);
        return this;
    }

    TestMember assigningFails() {
        assignFailure = Optional.of("address refused");
        return this;
    }

    TestMember framesLeave(boolean leave) {
        framesLeave = leave;
        return this;
    }

    // ---- what it did

    /** What it did since the last question, in order. */
    List<String> did() {
        List<String> taken = List.copyOf(did);
        did.clear();
        return taken;
    }

    /** What it did up to here is of no interest. */
    TestMember forget() {
        did.clear();
        return this;
    }

    Stage stage() {
        return takeover.stage();
    }

    TakeoverStatus status() {
        return takeover.status(now());
    }

    TenureEffect.CompareAndSet call() {
        return call.orElseThrow();
    }

    /** How long after its call left the last lease ends. */
    Duration leaseFromCall() {
        return new MonotonicTime(callLeft * 1_000_000).until(leaseEnd);
    }

    MonotonicTime now() {
        return new MonotonicTime(now * 1_000_000);
    }

    private void perform(List<Effect> effects) {
        for (Effect effect : effects) {
            effect.performOn(this).ifPresent(answer -> perform(answer.applyTo(takeover, now())));
        }
    }

    @Override
    public Event.FrameSent send(Outbound outbound) {
        did.add(outbound.getClass().getSimpleName());
        return new Event.FrameSent(outbound, framesLeave);
    }

    @Override
    public Event.LeaseSet setLease(MonotonicTime until, boolean renewal) {
        did.add(renewal ? "renew lease" : "lease");
        leaseEnd = until;
        return lease;
    }

    @Override
    public void revokeLease() {
        did.add("revoke lease");
    }

    @Override
    public Event.AddressesAssigned assignAddresses(Duration validFor) {
        did.add("addresses for " + validFor.toSeconds() + " s");
        return new Event.AddressesAssigned(assignFailure);
    }

    @Override
    public void removeAddresses() {
        did.add("remove addresses");
    }

    @Override
    public void compareAndSet(TenureEffect.CompareAndSet made) {
        call = Optional.of(made);
        callLeft = now;
        String proof =
                made.provenAbsent().map(gone -> " if " + gone + " is gone").orElse("");
        did.add("tenure " + made.next().holder().orElseThrow() + " "
                + made.next().epoch() + proof);
    }

    @Override
    public void reread() {
        did.add("reread");
    }

    @Override
    public void publish(Effect.Publish health) {
        String ready = health.readyFor().map(id -> ", ready for " + id).orElse("");
        did.add((health.fit() ? "fit" : "unfit: " + health.unfitBecause()) + ready);
    }

    @Override
    public void requestSwitchover(Effect.RequestSwitchover request) {
        did.add("request " + request.to());
    }

    @Override
    public void closeSwitchover(Switchover ended) {
        did.add(ended.id() + " " + ended.outcome() + ": " + ended.reason());
    }

    @Override
    public void record(Move move, MonotonicTime claimed) {
        did.add("record " + move.epoch() + " " + move.phaseMicros().keySet());
    }

    @Override
    public void transition(Effect.Transition transition) {
        did.add(transition.from() + " -> " + transition.to());
    }

    @Override
    public void notice(Effect.Notice notice) {
        did.add(notice.severity().name().toLowerCase(Locale.ROOT));
    }
}
