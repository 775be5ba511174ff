package io.arpfailover.agent.sniffer;

import io.arpfailover.agent.scan.SteadyRate;
import io.arpfailover.agent.scan.Targets;
import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.agent.wire.ArpPacket;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.agent.wire.Operation;
import io.arpfailover.coordinator.time.Deadlines;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tries out many addresses, some at a time, for interfaces in promiscuous mode. Does no I/O and reads no clock; one
 * thread.
 *
 * <p>One question at a time: its caller answers a {@link HuntEffect.Ask} with {@link #sent} before anything else. A
 * question that did not leave was not asked, and is handed over again after a pause.
 */
public final class SnifferHunt {
    /** So many at a time that the answers of one do not hold up the others, and no more than is easily kept. */
    static final int AT_A_TIME = 64;
    /** Failed sends in a row after which the link is as good as gone: a second of them. */
    static final int MOST_FAILURES = 50;

    static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(20);

    private final Targets targets;
    private final Ipv4Address sender;
    private final Set<Ipv4Address> skipped;
    private final Medium medium;
    private final HuntTiming timing;
    private final SteadyRate rate;

    /** Those under way, at most {@link #AT_A_TIME}. */
    private final Map<Ipv4Address, Suspect> suspects = new HashMap<>();
    /** Those of them whose question waits. */
    private final Set<Suspect> waiting = new LinkedHashSet<>();

    private final Deadlines<Suspect> deadlines = new Deadlines<>();
    private Optional<Suspect> sending = Optional.empty();
    /** No question before this. */
    private MonotonicTime notBefore = MonotonicTime.NEVER;

    private int nextTarget;
    private int failures;
    private boolean done;

    /**
     * @param sender the address of ours to give
     * @param own addresses of this server, which are not asked
     * @param medium what our own interface is made of
     */
    public SnifferHunt(
            Targets targets,
            Ipv4Address sender,
            Set<Ipv4Address> own,
            Medium medium,
            HuntTiming timing,
            SteadyRate rate) {
        this.targets = targets;
        this.sender = sender;
        this.skipped = Set.copyOf(own);
        this.medium = medium;
        this.timing = timing;
        this.rate = rate;
    }

    /** Begins; the first question is due at once. */
    public void start(MonotonicTime now) {
        notBefore = now;
    }

    /** The answer to {@link HuntEffect.Ask}: whether the frame left. */
    public List<HuntEffect> sent(boolean left, MonotonicTime now) {
        Suspect asked = sending.orElseThrow(() -> new IllegalStateException("nothing was to be sent"));
        sending = Optional.empty();
        if (left) {
            failures = 0;
            asked.asked(now);
            return placed(asked);
        }
        failures++;
        waiting.add(asked);
        notBefore = now.plus(PAUSE_AFTER_FAILURE);
        return failures < MOST_FAILURES ? List.of() : fail();
    }

    /** Takes in a frame; a reply to {@code own} about a suspect counts as the answer to its last question. */
    public List<HuntEffect> onFrame(ArpFrame frame, MacAddress own, MonotonicTime now) {
        ArpPacket packet = frame.packet();
        Optional<Suspect> suspect = Optional.ofNullable(suspects.get(packet.senderIp()));
        boolean answer = packet.operation() == Operation.REPLY
                && packet.targetMac().equals(own)
                && packet.targetIp().equals(sender);
        if (!answer || suspect.isEmpty()) {
            return List.of();
        }
        suspect.get().answered(packet.senderMac(), now);
        return placed(suspect.get());
    }

    /** Whether {@link #onFrame} could make something of it; touches nothing that changes. */
    public boolean wants(ArpFrame frame) {
        return frame.packet().operation() == Operation.REPLY
                && targets.number(frame.packet().senderIp()).isPresent();
    }

    public List<HuntEffect> onTimeout(MonotonicTime now) {
        if (now.isBefore(nextTimeout())) {
            return List.of();
        }
        List<HuntEffect> effects = new ArrayList<>();
        for (Suspect due : deadlines.due(now)) {
            due.onTimeout(now);
            effects.addAll(placed(due));
        }
        admit();
        effects.addAll(now.hasReached(notBefore) ? ask(now) : List.of());
        effects.addAll(finishedIfDone());
        return effects;
    }

    /** When {@link #onTimeout} is due; {@link MonotonicTime#NEVER} also while the answer about a frame is awaited. */
    public MonotonicTime nextTimeout() {
        if (done || sending.isPresent()) {
            return MonotonicTime.NEVER;
        }
        boolean canAsk = !waiting.isEmpty() || canAdmit() || suspects.isEmpty();
        return canAsk ? MonotonicTime.earliest(notBefore, deadlines.next()) : deadlines.next();
    }

    /** Baits that are done, of {@link #wholeProgress}. */
    public long progress() {
        long ofThoseUnderWay =
                suspects.values().stream().mapToLong(Suspect::baitsDone).sum();
        return (long) (nextTarget - suspects.size()) * Bait.values().length + ofThoseUnderWay;
    }

    public long wholeProgress() {
        return (long) targets.size() * Bait.values().length;
    }

    private List<HuntEffect> ask(MonotonicTime now) {
        if (waiting.isEmpty()) {
            return List.of();
        }
        if (!rate.take(now)) {
            notBefore = rate.free();
            return List.of();
        }
        notBefore = now;
        Suspect first = waiting.iterator().next();
        waiting.remove(first);
        sending = Optional.of(first);
        return List.of(new HuntEffect.Ask(sender, first.address(), first.destination()));
    }

    private void admit() {
        while (canAdmit()) {
            Ipv4Address address = targets.address(nextTarget);
            nextTarget++;
            if (!skipped.contains(address)) {
                Suspect suspect = new Suspect(address, timing);
                suspects.put(address, suspect);
                waiting.add(suspect);
            }
        }
    }

    private boolean canAdmit() {
        return suspects.size() < AT_A_TIME && nextTarget < targets.size();
    }

    /** Puts a suspect where its state belongs. */
    private List<HuntEffect> placed(Suspect suspect) {
        deadlines.set(suspect, suspect.nextTimeout());
        return switch (suspect.state()) {
            case ASKING -> queued(suspect);
            case AWAITING, SETTLING -> unqueued(suspect);
            case JUDGED -> judged(suspect);
        };
    }

    private List<HuntEffect> queued(Suspect suspect) {
        waiting.add(suspect);
        return List.of();
    }

    private List<HuntEffect> unqueued(Suspect suspect) {
        waiting.remove(suspect);
        return List.of();
    }

    private List<HuntEffect> judged(Suspect suspect) {
        waiting.remove(suspect);
        suspects.remove(suspect.address());
        return List.of(new HuntEffect.Judged(suspect.finding(medium)));
    }

    private List<HuntEffect> finishedIfDone() {
        if (!suspects.isEmpty() || canAdmit()) {
            return List.of();
        }
        done = true;
        return List.of(new HuntEffect.Finished());
    }

    private List<HuntEffect> fail() {
        done = true;
        return List.of(new HuntEffect.Failed());
    }
}
