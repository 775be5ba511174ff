package io.arpfailover.agent.inspect;

import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.agent.wire.ArpView;
import io.arpfailover.agent.wire.DropReason;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Judges every ARP frame of one link with the semantics of dynamic ARP inspection, and notices what arpwatch(8) does
 * and what concerns the pair's shared addresses. Does no I/O and reads no clock; one thread, but for {@link #know}.
 *
 * <p>A frame of which nothing is to be told makes no garbage, whatever its verdict.
 */
public final class Inspector {
    private static final long NOBODY = 0;
    private static final int NO_IP = 0;

    private final InspectorLimits limits;
    private final RandomGenerator random;
    private final ArpView view = new ArpView();
    private final StationHistory history;
    private final SharedUse shared;
    private final Told told;
    private final Tally<Verdict> frames = new Tally<>(Verdict.class);

    private SourceRates rates;
    private Knowledge known;
    private volatile Knowledge latest;

    public Inspector(Knowledge known, InspectorLimits limits, RandomGenerator random) {
        this.limits = limits;
        this.random = random;
        this.known = known;
        this.latest = known;
        this.history = new StationHistory(limits.addresses(), random);
        this.shared = new SharedUse(known);
        this.told = new Told(view, new Reports(limits.findings(), random));
        told.tellAgainAfter(known.policy().tellAgain().toNanos());
        rates = rates(known.policy().rate());
    }

    /** Goes by this from the next frame or timeout on. Any thread. */
    public void know(Knowledge knowledge) {
        latest = knowledge;
    }

    /** Judges the frame in the first {@code length} octets, also when it is none. */
    public Inspection inspect(byte[] octets, int length, MonotonicTime now) {
        return inspect(view.read(octets, length), now);
    }

    /** Judges a frame that was parsed before. */
    public Inspection inspect(ArpFrame frame, MonotonicTime now) {
        view.read(frame);
        return inspect(Optional.empty(), now);
    }

    /** Looks after early users of shared addresses. */
    public List<Finding> onTimeout(MonotonicTime now) {
        takeInKnowledge(now);
        for (int i = 0; i < shared.count(); i++) {
            if (shared.hasBecomeOffence(i, now.nanos())) {
                told.aboutMember(
                        FindingKind.UNAUTHORISED_MEMBER,
                        Verdict.NOT_HOLDER,
                        known.sharedAddress(i),
                        shared.earlyUser(i),
                        NOBODY,
                        now);
            }
        }
        return told.take();
    }

    /** When {@link #onTimeout} is due. */
    public MonotonicTime nextTimeout() {
        return new MonotonicTime(shared.nextDue());
    }

    public InspectorCounters counters() {
        return new InspectorCounters(frames.snapshot(), told.counts(), told.suppressed(), history.size());
    }

    private Inspection inspect(Optional<DropReason> flaw, MonotonicTime now) {
        takeInKnowledge(now);
        InspectionMode mode = known.policy().mode();
        Verdict verdict = mode == InspectionMode.OFF ? Verdict.PERMITTED : judge(flaw, now);
        frames.count(verdict);
        return Inspection.of(verdict, mode == InspectionMode.ENFORCE, told.take());
    }

    private Verdict judge(Optional<DropReason> flaw, MonotonicTime now) {
        if (flaw.isPresent() && !flaw.get().isAboutItsSender()) {
            return Verdict.MALFORMED;
        }
        int index = known.sharedIndex(view.senderIp());
        if (index >= 0) {
            return judgeClaim(index, now);
        }
        if (isTooMuch(now)) {
            return Verdict.TOO_MANY;
        }
        return flaw.isPresent() ? judgeFlawed(flaw.get(), now) : judgeSound(now);
    }

    /** Before everything else: neither a rule nor trust nor a quiet moment makes a third host a member. */
    private Verdict judgeClaim(int index, MonotonicTime now) {
        SharedUse.Use use = shared.claim(index, view.source(), view.senderMac(), now.nanos());
        return switch (use) {
            case BY_HOLDER, EARLY, UNKNOWN -> Verdict.PERMITTED;
            case MOVED -> {
                tell(FindingKind.AUTHORISED_MOVE, Verdict.PERMITTED, now);
                yield Verdict.PERMITTED;
            }
            case LATE -> {
                told.aboutFrame(FindingKind.LATE_FRAME_OF_PEER, Verdict.NOT_HOLDER, shared.before(), now);
                yield Verdict.NOT_HOLDER;
            }
            case UNAUTHORISED -> {
                told.aboutFrame(FindingKind.UNAUTHORISED_MEMBER, Verdict.NOT_HOLDER, shared.before(), now);
                yield Verdict.NOT_HOLDER;
            }
            case FOREIGN -> {
                told.aboutThird(known.isMember(view.senderMac()), shared.user(index), now);
                boolean unused = isTooMuch(now);
                yield Verdict.SPOOFED;
            }
        };
    }

    /** Counts the frame for its station, unless that is one of those we must hear in any case. */
    private boolean isTooMuch(MonotonicTime now) {
        if (known.mustBeHeard(view.source())) {
            return false;
        }
        return switch (rates.count(view.source(), now.nanos())) {
            case WITHIN -> false;
            case EXCEEDED -> true;
            case TURNED_EXCEEDED -> {
                told.aboutSource(FindingKind.RATE_EXCEEDED, Verdict.TOO_MANY, now);
                yield true;
            }
        };
    }

    private Verdict judgeFlawed(DropReason flaw, MonotonicTime now) {
        boolean broadcastIp = flaw == DropReason.SENDER_IP && view.senderIp() == Ipv4Address.BROADCAST.bits();
        FindingKind kind = flaw == DropReason.SENDER_MAC
                ? FindingKind.ETHERNET_BROADCAST
                : broadcastIp ? FindingKind.IP_BROADCAST : FindingKind.DENIED;
        told.aboutFrame(kind, Verdict.MALFORMED, NOBODY, now);
        return Verdict.MALFORMED;
    }

    private Verdict judgeSound(MonotonicTime now) {
        if (known.isTrusted(view.source())) {
            notice(now);
            return Verdict.PERMITTED;
        }
        boolean mismatch = view.source() != view.senderMac();
        boolean broadcast = known.networks().haveBroadcast(view.senderIp());
        Verdict verdict = byChecks(mismatch, broadcast);
        if (mismatch) {
            told.aboutFrame(FindingKind.ETHERNET_MISMATCH, verdict, NOBODY, now);
        } else if (broadcast) {
            told.aboutFrame(FindingKind.IP_BROADCAST, verdict, NOBODY, now);
        } else if (!verdict.isPermitted()) {
            told.aboutFrame(FindingKind.DENIED, verdict, NOBODY, now);
        }
        return verdict.isPermitted() ? judgeByRules(!mismatch && !broadcast, now) : verdict;
    }

    private Verdict byChecks(boolean mismatch, boolean broadcast) {
        Checks checks = known.policy().checks();
        if (checks.sourceMac() && mismatch) {
            return Verdict.SOURCE_MAC;
        }
        if (checks.destinationMac() && view.isReply() && view.destination() != view.targetMac()) {
            return Verdict.DESTINATION_MAC;
        }
        return checks.ipAddress() && (broadcast || isImpossibleReply()) ? Verdict.IP_ADDRESS : Verdict.PERMITTED;
    }

    /** A target of 0.0.0.0 is possible: it is how Linux answers a probe. */
    private boolean isImpossibleReply() {
        boolean target = view.targetIp() == NO_IP || Ipv4Address.isUsableAsHost(view.targetIp());
        return view.isReply() && (view.senderIp() == NO_IP || !target);
    }

    private Verdict judgeByRules(boolean noticeable, MonotonicTime now) {
        Optional<Rule.Action> action = known.rules().actionFor(view.senderIp(), view.senderMac());
        if (action.isPresent() && action.get() == Rule.Action.DENY) {
            return deny(Verdict.RULE, NOBODY, now);
        }
        if (action.isEmpty() && view.senderIp() != NO_IP) {
            Verdict verdict = judgeByBindings(now);
            if (!verdict.isPermitted()) {
                return verdict;
            }
        }
        if (noticeable) {
            notice(now);
        }
        return Verdict.PERMITTED;
    }

    private Verdict judgeByBindings(MonotonicTime now) {
        long bound = known.bindings().macOf(view.senderIp());
        if (bound == NOBODY) {
            return judgeUnbound(now);
        }
        return bound == view.senderMac() ? Verdict.PERMITTED : deny(Verdict.BINDING, bound, now);
    }

    private Verdict judgeUnbound(MonotonicTime now) {
        Policy policy = known.policy();
        return switch (policy.unbound()) {
            case PERMIT -> Verdict.PERMITTED;
            case DENY -> deny(Verdict.UNBOUND, NOBODY, now);
            case LEARN -> {
                long learned = history.lastSeenWith(
                        view.senderIp(), now.nanos(), policy.learnedFor().toNanos());
                yield learned == NOBODY || learned == view.senderMac()
                        ? Verdict.PERMITTED
                        : deny(Verdict.BINDING, learned, now);
            }
        };
    }

    private Verdict deny(Verdict verdict, long bound, MonotonicTime now) {
        told.aboutFrame(FindingKind.DENIED, verdict, bound, now);
        return verdict;
    }

    /** What arpwatch would say about the pair. */
    private void notice(MonotonicTime now) {
        if (view.senderIp() == NO_IP) {
            return;
        }
        if (!known.networks().contain(view.senderIp())) {
            told.aboutFrame(FindingKind.BOGON, Verdict.PERMITTED, NOBODY, now);
            return;
        }
        long quiet = known.policy().quiet().toNanos();
        switch (history.see(view.senderIp(), view.senderMac(), now.nanos(), quiet)) {
            case FAMILIAR -> {}
            case NEW_STATION -> noticed(FindingKind.NEW_STATION, now);
            case NEW_ACTIVITY -> noticed(FindingKind.NEW_ACTIVITY, now);
            case FLIP_FLOP -> noticed(FindingKind.FLIP_FLOP, now);
            case CHANGED -> noticed(FindingKind.CHANGED_ETHERNET_ADDRESS, now);
            case REUSED_OLD -> noticed(FindingKind.REUSED_OLD_ETHERNET_ADDRESS, now);
        }
    }

    private void noticed(FindingKind kind, MonotonicTime now) {
        told.aboutFrame(kind, Verdict.PERMITTED, kind == FindingKind.NEW_ACTIVITY ? NOBODY : history.before(), now);
    }

    private void tell(FindingKind kind, Verdict verdict, MonotonicTime now) {
        told.aboutMember(kind, verdict, view.senderIp(), view.senderMac(), shared.before(), now);
    }

    private void takeInKnowledge(MonotonicTime now) {
        Knowledge news = latest;
        if (news == known) {
            return;
        }
        if (!news.policy().rate().equals(known.policy().rate())) {
            rates = rates(news.policy().rate());
        }
        known = news;
        shared.know(news);
        told.tellAgainAfter(news.policy().tellAgain().toNanos());
        for (int i = 0; i < shared.count(); i++) {
            long early = shared.earlyUser(i);
            if (shared.wasEarlyHolder(i)) {
                int ip = news.sharedAddress(i);
                told.aboutMember(FindingKind.AUTHORISED_MOVE, Verdict.PERMITTED, ip, early, shared.before(), now);
            }
        }
    }

    private SourceRates rates(RateLimit limit) {
        return new SourceRates(limits.sources(limit), limit, random);
    }
}
