package io.arpfailover.agent.takeover;

import io.arpfailover.agent.acd.AcdTiming;
import io.arpfailover.agent.acd.DefencePolicy;
import io.arpfailover.agent.announce.Outbound;
import io.arpfailover.agent.announce.Pace;
import io.arpfailover.agent.health.CheckLevel;
import io.arpfailover.agent.health.CheckResult;
import io.arpfailover.agent.health.CheckRule;
import io.arpfailover.agent.health.GatewayWatchSettings;
import io.arpfailover.agent.takeover.Event.LeaseOutcome;
import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.agent.wire.ArpPacket;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.coordinator.tenure.Ack;
import io.arpfailover.coordinator.tenure.Answer;
import io.arpfailover.coordinator.tenure.Handover;
import io.arpfailover.coordinator.tenure.Heartbeat;
import io.arpfailover.coordinator.tenure.Intent;
import io.arpfailover.coordinator.tenure.Member;
import io.arpfailover.coordinator.tenure.Mode;
import io.arpfailover.coordinator.tenure.Move;
import io.arpfailover.coordinator.tenure.NodeName;
import io.arpfailover.coordinator.tenure.PromiseTiming;
import io.arpfailover.coordinator.tenure.Switchover;
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

    /** More than any event makes due at one instant. */
    private static final int MOST_TURNS_AT_ONCE = 200;

    final Takeover takeover;
    private final List<String> did = new ArrayList<>();
    private final List<String> timed = new ArrayList<>();
    private long now = 1_000;
    private long mark = 1_000;
    private int turns;
    private Optional<TenureEffect.CompareAndSet> call = Optional.empty();
    private long callLeft;
    private MonotonicTime leaseEnd = MonotonicTime.NEVER;
    private Event.LeaseSet lease = new Event.LeaseSet(LeaseOutcome.LIVE, "");
    private Optional<String> assignFailure = Optional.empty();
    private boolean framesLeave = true;
    private boolean acks;
    private Optional<Heartbeat> kept = Optional.empty();
    private boolean longAcks = true;
    private final List<Event> answers = new ArrayList<>();

    private TestMember(TakeoverSettings settings) {
        this.takeover = new Takeover(settings, new SplittableRandom(1));
    }

    // ---- how it came to be where a test begins

    static TestMember starting() {
        return starting(DefencePolicy.ONCE, Optional.of(GATEWAY));
    }

    static TestMember starting(DefencePolicy defence, Optional<Ipv4Address> gateway) {
        return starting(settings(defence, gateway));
    }

    /** Where an earlier run left nothing, and cannot have promised anything that still counts. */
    static TestMember starting(TakeoverSettings settings) {
        TestMember member = unstarted(settings);
        member.hears(new Event.EarlierRun(false, Optional.empty(), Optional.empty(), member.now()));
        return member.passes(505).forget();
    }

    /** What an earlier run left is not looked at yet. */
    static TestMember unstarted(TakeoverSettings settings) {
        return new TestMember(settings).link(up(OWN)).forget();
    }

    /** Without a peer section, sticky. */
    static TakeoverSettings settings(DefencePolicy defence, Optional<Ipv4Address> gateway) {
        return settings(List.of(VIP), defence, gateway, false, new Failback.Sticky(), 100);
    }

    static TakeoverSettings settings(Failback failback, int movesPerHour) {
        return settings(List.of(VIP), DefencePolicy.ONCE, Optional.of(GATEWAY), false, failback, movesPerHour);
    }

    static TakeoverSettings peered() {
        return settings(List.of(VIP), DefencePolicy.ONCE, Optional.of(GATEWAY), true, new Failback.Sticky(), 100);
    }

    /** With a required check that fails at its first failure. */
    static TakeoverSettings checked(boolean hasPeer) {
        TakeoverSettings plain =
                settings(List.of(VIP), DefencePolicy.ONCE, Optional.of(GATEWAY), hasPeer, new Failback.Sticky(), 100);
        return with(plain, plain.gatewayWatch(), List.of(new CheckRule("web", CheckLevel.REQUIRED, 1, 1)));
    }

    /** With a watch on the gateway. */
    static TakeoverSettings watched(GatewayWatchSettings watch) {
        TakeoverSettings plain = settings(DefencePolicy.ONCE, Optional.of(GATEWAY));
        return with(plain, Optional.of(watch), plain.checks());
    }

    private static TakeoverSettings with(
            TakeoverSettings plain, Optional<GatewayWatchSettings> watch, List<CheckRule> checks) {
        return new TakeoverSettings(
                plain.self(),
                plain.networkInterface(),
                plain.addresses(),
                plain.gateway(),
                plain.acd(),
                plain.defence(),
                plain.pace(),
                plain.refresh(),
                plain.timing(),
                plain.hasPeer(),
                plain.failback(),
                plain.movesPerHour(),
                watch,
                checks);
    }

    static TakeoverSettings settings(
            List<Ipv4Address> addresses,
            DefencePolicy defence,
            Optional<Ipv4Address> gateway,
            boolean hasPeer,
            Failback failback,
            int movesPerHour) {
        return new TakeoverSettings(
                A,
                "lan0",
                addresses,
                gateway,
                AcdTiming.FAST,
                defence,
                Pace.DEFAULT,
                Duration.ofSeconds(60),
                PromiseTiming.DEFAULT,
                hasPeer,
                failback,
                movesPerHour,
                Optional.empty(),
                List.of());
    }

    /** The last run left this in the kernel. */
    TestMember inherits(boolean addresses, Duration leaseLeft) {
        return hears(new Event.EarlierRun(addresses, Optional.of(now().plus(leaseLeft)), Optional.empty(), now()));
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

    /** The heir of {@code b}, which holds by its promises; the last heartbeat came now, and it has looked on the wire. */
    static TestMember heir() {
        return heir(peered());
    }

    static TestMember heir(TakeoverSettings settings) {
        TestMember member = starting(settings).joins(pairedBy(B, 4));
        for (int beats = 0; beats < 5; beats++) {
            member.heartbeat(4).passes(100);
        }
        return member.heartbeat(4).forget();
    }

    /** Holding by {@code b}'s promises since epoch 4; b answers heartbeats until it is told not to. */
    static TestMember pairedHolder() {
        return pairedHolder(peered());
    }

    static TestMember pairedHolder(TakeoverSettings settings) {
        TestMember member = starting(settings).joins(pairedBy(A, 4)).acks(true);
        member.runUntil(Stage.HOLDING).gatewayAnswers().passes(2_000).gatewayAnswers();
        return member.forget();
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

    static VersionedTenure pairedBy(NodeName holder, int epoch) {
        return new VersionedTenure(
                new Tenure(Optional.of(holder), epoch, Mode.PAIRED, Optional.of(holder.equals(A) ? B : A), 1, "test"),
                epoch * 10);
    }

    static Switchover asked(String id, NodeName to) {
        return Switchover.asked(id, to, "test", false);
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
                List.of(),
                PromiseTiming.DEFAULT.promise(),
                PromiseTiming.DEFAULT.restart(),
                unfitBecause.isEmpty(),
                unfitBecause,
                readyFor);
    }

    // ---- what happens to it

    /** As the loop has it: first what is due, then the event, then what is due by it. */
    TestMember hears(Event event) {
        perform(takeover.onTimeout(now()));
        perform(event.applyTo(takeover, now()));
        return passes(0);
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
        return intent(new Intent(Optional.empty(), Set.of(), Optional.of(switchover)));
    }

    TestMember intent(Intent intent) {
        return hears(new Event.IntentRead(intent));
    }

    TestMember reads(VersionedTenure tenure) {
        return hears(new Event.TenureRead(tenure));
    }

    /** A heartbeat of the other member, on a path that is not the LAN. */
    TestMember heartbeat(long epoch) {
        return heartbeat(epoch, PromiseTiming.DEFAULT.promise());
    }

    TestMember heartbeat(long epoch, Duration promise) {
        return hears(new Event.HeartbeatSeen(new Heartbeat(epoch, now(), promise), true, false));
    }

    /** The holder says that it has made us holder, of this epoch and version. */
    TestMember handover(long epoch, int version) {
        return hears(new Event.HandoverSeen(new Handover(epoch, version, 0, "handed over"), true, false));
    }

    /** Whether the other member answers heartbeats from now on, at once. */
    TestMember acks(boolean answering) {
        acks = answering;
        return this;
    }

    /** Whether it answers those that ask for the long promise, too. */
    TestMember longAcks(boolean answering) {
        longAcks = answering;
        return this;
    }

    TestMember packet(ArpPacket packet) {
        return hears(new Event.FrameSeen(ArpFrame.broadcast(packet)));
    }

    /** The required check fails, or passes. */
    TestMember check(boolean passes) {
        return hears(new Event.CheckDone(new CheckResult("web", passes, passes ? "" : "down")));
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
        int turnsAtOnce = 0;
        while (end.hasReached(takeover.nextTimeout()) || !answers.isEmpty()) {
            MonotonicTime due = takeover.nextTimeout();
            long next = answers.isEmpty() ? Math.max(now, -Math.floorDiv(-due.nanos(), 1_000_000)) : now;
            turnsAtOnce = next == now ? turnsAtOnce + 1 : 0;
            if (turnsAtOnce > MOST_TURNS_AT_ONCE) {
                throw new AssertionError("turns without end in " + takeover.stage() + ": " + did);
            }
            now = next;
            turn();
        }
        now = end.nanos() / 1_000_000;
        return this;
    }

    private void turn() {
        turns++;
        perform(takeover.onTimeout(now()));
        if (!answers.isEmpty()) {
            perform(answers.remove(0).applyTo(takeover, now()));
        }
    }

    /** It is paused: nothing of what falls due happens, until a first turn at the end. */
    TestMember isPausedFor(long millis) {
        now += millis;
        return passes(0);
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
        forget();
        return taken;
    }

    /** The same, each with the milliseconds since {@link #forget}. */
    List<String> didWhen() {
        List<String> taken = List.copyOf(timed);
        forget();
        return taken;
    }

    /** What it did up to here is of no interest, and time counts from here. */
    TestMember forget() {
        did.clear();
        timed.clear();
        mark = now;
        return this;
    }

    private void noted(String what) {
        did.add(what);
        timed.add(now - mark + " " + what);
    }

    Stage stage() {
        return takeover.stage();
    }

    TakeoverStatus status() {
        return takeover.status(now());
    }

    /** How often something was due. */
    int turns() {
        return turns;
    }

    boolean hasCall() {
        return call.isPresent();
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
        noted(outbound.getClass().getSimpleName());
        return new Event.FrameSent(outbound, framesLeave);
    }

    @Override
    public Event.LeaseSet setLease(MonotonicTime until, boolean renewal) {
        noted(renewal ? "renew lease" : "lease");
        leaseEnd = until;
        return lease;
    }

    @Override
    public void revokeLease() {
        noted("revoke lease");
    }

    @Override
    public Event.AddressesAssigned assignAddresses(List<Ipv4Address> part, Duration leaseLeft) {
        noted("addresses for " + leaseLeft.toMillis() + " ms" + inWords(part));
        return new Event.AddressesAssigned(part, assignFailure);
    }

    @Override
    public void removeAddresses(List<Ipv4Address> part) {
        noted("remove addresses" + inWords(part));
    }

    /** Which of them, where there is more than one. */
    private String inWords(List<Ipv4Address> part) {
        return part.equals(List.of(VIP)) ? "" : " " + part.get(0) + " to " + part.get(part.size() - 1);
    }

    @Override
    public void correspond(Member other) {
        noted("correspond with " + other.node());
    }

    @Override
    public void sendHeartbeat(Effect.SendHeartbeat beat) {
        Heartbeat heartbeat = beat.heartbeat();
        boolean isLong = heartbeat.promise().equals(PromiseTiming.DEFAULT.restart());
        noted((isLong ? "long heartbeat " : "heartbeat ") + heartbeat.epoch() + (beat.fit() ? "" : " unfit"));
        if (acks && (!isLong || longAcks)) {
            answers.add(new Event.AckSeen(Ack.of(heartbeat), true, false));
        }
    }

    @Override
    public void sendAck(Effect.SendAck ack) {
        noted("ack " + ack.ack().epoch() + (ack.fit() ? "" : " unfit"));
    }

    @Override
    public void sendHandover(Effect.SendHandover told) {
        noted("hand over epoch " + told.handover().epoch() + (told.fit() ? "" : " unfit"));
    }

    @Override
    public void keepPromise(Effect.KeepPromise promise) {
        noted("write promise for " + now().until(promise.until()).toMillis() + " ms");
        kept = Optional.of(promise.heartbeat());
    }

    /** The promise asked for last is written down, or was not, for this reason. */
    TestMember promiseWritten(Optional<String> failure) {
        return hears(new Event.PromiseKept(kept.orElseThrow(), failure));
    }

    @Override
    public void compareAndSet(TenureEffect.CompareAndSet made) {
        call = Optional.of(made);
        callLeft = now;
        String proof =
                made.provenAbsent().map(gone -> " if " + gone + " is gone").orElse("");
        String mode = made.next().mode() == Mode.PAIRED ? " paired" : "";
        noted("tenure " + made.next().holder().orElseThrow() + " " + made.next().epoch() + mode + proof);
    }

    @Override
    public void reread() {
        noted("reread");
    }

    @Override
    public void publish(Effect.Publish health) {
        String ready = health.readyFor().map(id -> ", ready for " + id).orElse("");
        noted((health.fit() ? "fit" : "unfit: " + health.unfitBecause()) + ready);
    }

    @Override
    public void requestSwitchover(Effect.RequestSwitchover request) {
        noted("request " + request.to());
    }

    @Override
    public void closeSwitchover(Switchover ended) {
        noted(ended.id() + " " + ended.outcome() + ": " + ended.reason());
    }

    @Override
    public void record(Move move, MonotonicTime claimed) {
        noted("record " + move.epoch() + " " + move.phaseMicros().keySet());
    }

    @Override
    public void transition(Effect.Transition transition) {
        noted(transition.from() + " -> " + transition.to());
    }

    @Override
    public void notice(Effect.Notice notice) {
        noted(notice.severity().name().toLowerCase(Locale.ROOT));
    }
}
