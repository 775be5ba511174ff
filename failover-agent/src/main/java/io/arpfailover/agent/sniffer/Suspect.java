package io.arpfailover.agent.sniffer;

import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** One address under suspicion: an ordinary question, then every bait in turn. */
final class Suspect {
    private final Ipv4Address address;
    private final HuntTiming timing;

    private SuspectState state = SuspectState.ASKING;
    private MonotonicTime deadline = MonotonicTime.NEVER;

    private Optional<MacAddress> mac = Optional.empty();
    private Duration roundTrip = Duration.ZERO;
    private MonotonicTime askedAt = MonotonicTime.NEVER;
    private AnswerPattern pattern = AnswerPattern.NONE;
    /** The bait in use and those after it; the ordinary question looks like the first, and comes before it. */
    private final Deque<Bait> baits = new ArrayDeque<>(List.of(Bait.values()));

    private boolean baiting;
    /** Questions of this kind that have left. */
    private int tries;

    Suspect(Ipv4Address address, HuntTiming timing) {
        this.address = address;
        this.timing = timing;
    }

    /** The question has left. */
    void asked(MonotonicTime now) {
        askedAt = now;
        become(SuspectState.AWAITING, now.plus(patience(tries)));
        tries++;
    }

    /** It answers, or somebody else does for it. */
    void answered(MacAddress by, MonotonicTime now) {
        boolean expected = state == SuspectState.AWAITING || (state == SuspectState.ASKING && tries > 0);
        if (!expected || !mac.map(by::equals).orElse(true)) {
            return;
        }
        if (baiting) {
            pattern = pattern.with(baits.element());
        } else {
            mac = Optional.of(by);
            roundTrip = shorter(askedAt.until(now), timing.mostRoundTrip());
        }
        if (tries > 1) {
            become(SuspectState.SETTLING, now.plus(patience(waits().size() - 1)));
        } else {
            next();
        }
    }

    void onTimeout(MonotonicTime now) {
        if (now.isBefore(deadline)) {
            return;
        }
        switch (state) {
            case AWAITING -> unanswered();
            case SETTLING -> next();
            case ASKING, JUDGED -> throw new IllegalStateException("timeout in " + state);
        }
    }

    MonotonicTime nextTimeout() {
        return deadline;
    }

    SuspectState state() {
        return state;
    }

    Ipv4Address address() {
        return address;
    }

    /** Where the next question goes. */
    MacAddress destination() {
        return baits.element().destination();
    }

    /** How many of its baits are done. */
    int baitsDone() {
        return Bait.values().length - baits.size();
    }

    /** Only when judged. */
    SnifferFinding finding(Medium own) {
        Judgement judgement =
                mac.map(known -> Judgement.of(pattern, known, own)).orElse(Judgement.SILENT);
        return new SnifferFinding(address, mac, judgement.verdict(), judgement.confidence(), pattern, judgement.why());
    }

    private List<Duration> waits() {
        return baiting ? timing.bait() : timing.ordinary();
    }

    private Duration patience(int attempt) {
        return waits().get(Math.min(attempt, waits().size() - 1)).plus(roundTrip);
    }

    private void unanswered() {
        if (tries < waits().size()) {
            become(SuspectState.ASKING, MonotonicTime.NEVER);
        } else if (baiting) {
            next();
        } else {
            become(SuspectState.JUDGED, MonotonicTime.NEVER);
        }
    }

    /** From the ordinary question to the first bait, and from each bait to the next. */
    private void next() {
        tries = 0;
        if (baiting) {
            baits.remove();
        }
        baiting = true;
        become(baits.isEmpty() ? SuspectState.JUDGED : SuspectState.ASKING, MonotonicTime.NEVER);
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private void become(SuspectState next, MonotonicTime nextDeadline) {
        state = next;
        deadline = nextDeadline;
    }
}
