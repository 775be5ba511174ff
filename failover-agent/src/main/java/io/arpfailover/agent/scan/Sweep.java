package io.arpfailover.agent.scan;

import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.agent.wire.ArpPacket;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.agent.wire.Operation;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Asks every address of a range who has it. Does no I/O and reads no clock; one thread.
 *
 * <p>One question at a time: its caller answers an {@link SweepEffect.Ask} with {@link #sent} before anything else. A
 * question that did not leave was not asked, and is handed over again after a pause.
 */
public final class Sweep {
    /** Failed sends in a row after which the link is as good as gone: a second of them. */
    static final int MOST_FAILURES = 50;

    static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(20);

    private final Targets targets;
    private final Ipv4Address sender;
    private final ScanTiming timing;
    private final SteadyRate rate;
    private final Answers answers;
    /** Those that need no more questions: own ones, and those that answered. */
    private final BitSet settled;

    private final int skipped;

    private SweepState state = SweepState.IDLE;
    private MonotonicTime deadline = MonotonicTime.NEVER;
    private MonotonicTime startedAt = MonotonicTime.NEVER;
    private MonotonicTime lastAskAt = MonotonicTime.NEVER;
    /** From 0 up to the number of tries. */
    private int round;
    /** The target whose turn it is or, before it is looked for, where to look from. */
    private int cursor;

    private int failures;
    private long frames;

    /**
     * @param sender the address of ours to give, or 0.0.0.0, from which nobody learns
     * @param own addresses of this server, which are not asked
     */
    public Sweep(Targets targets, Ipv4Address sender, Set<Ipv4Address> own, ScanTiming timing, SteadyRate rate) {
        this.targets = targets;
        this.sender = sender;
        this.timing = timing;
        this.rate = rate;
        this.answers = new Answers(targets);
        this.settled = new BitSet(targets.size());
        own.forEach(address -> targets.number(address).ifPresent(settled::set));
        this.skipped = settled.cardinality();
    }

    /** Begins; the first question is due at once. */
    public void start(MonotonicTime now) {
        if (state != SweepState.IDLE) {
            throw new IllegalStateException("start in " + state);
        }
        startedAt = now;
        lastAskAt = now;
        become(SweepState.ASKING, now);
    }

    /** The answer to {@link SweepEffect.Ask}: whether the frame left. */
    public List<SweepEffect> sent(boolean left, MonotonicTime now) {
        if (state != SweepState.SENDING) {
            throw new IllegalStateException("sent in " + state);
        }
        return left ? questionLeft(now) : questionDropped(now);
    }

    /**
     * Takes in a frame. What counts is a reply to {@code own} about an address that was asked; also a broadcast one
     * (RFC 5227 section 2.6) and one that comes late.
     */
    public void onFrame(ArpFrame frame, MacAddress own, MonotonicTime now) {
        ArpPacket packet = frame.packet();
        OptionalInt target = targets.number(packet.senderIp());
        if (isAnswer(packet, own) && target.isPresent() && answers.wasAsked(target.getAsInt())) {
            answers.answered(target.getAsInt(), packet.senderMac(), now);
            settled.set(target.getAsInt());
        }
    }

    /** Whether {@link #onFrame} could make something of it; touches nothing that changes. */
    public boolean wants(ArpFrame frame) {
        return frame.packet().operation() == Operation.REPLY
                && targets.number(frame.packet().senderIp()).isPresent();
    }

    public List<SweepEffect> onTimeout(MonotonicTime now) {
        if (now.isBefore(deadline)) {
            return List.of();
        }
        return switch (state) {
            case ASKING -> findNext() ? askWhenRipe(now) : listen();
            case LISTENING -> finish(now);
            case IDLE, SENDING, DONE -> throw new IllegalStateException("timeout in " + state);
        };
    }

    /** When {@link #onTimeout} is due; {@link MonotonicTime#NEVER} also while the answer about a frame is awaited. */
    public MonotonicTime nextTimeout() {
        return deadline;
    }

    public ScanProgress progress() {
        boolean askedAll = state == SweepState.LISTENING || state == SweepState.DONE;
        long all = (long) targets.size() * timing.tries();
        long over = (long) targets.size() * round + Math.min(cursor, targets.size());
        return new ScanProgress(askedAll ? all : over, all, answers.answeredTargets());
    }

    /** What is known so far; the effect at the end brings the whole. */
    public ScanReport report(MonotonicTime now) {
        return new ScanReport(answers.hosts(), answers.askedTargets(), skipped, frames, startedAt.until(now));
    }

    SweepState state() {
        return state;
    }

    private static boolean isAnswer(ArpPacket packet, MacAddress own) {
        return packet.operation() == Operation.REPLY
                && packet.targetMac().equals(own)
                && !packet.senderMac().equals(own);
    }

    /** Moves on to the next target that needs a question, if any needs one. */
    private boolean findNext() {
        cursor = settled.nextClearBit(cursor);
        if (cursor >= targets.size() && round + 1 < timing.tries()) {
            round++;
            cursor = settled.nextClearBit(0);
        }
        return cursor < targets.size();
    }

    private List<SweepEffect> askWhenRipe(MonotonicTime now) {
        MonotonicTime ripe = answers.wasAsked(cursor) ? answers.askedAt(cursor).plus(timing.patience()) : now;
        if (now.isBefore(ripe)) {
            become(SweepState.ASKING, ripe);
            return List.of();
        }
        if (!rate.take(now)) {
            become(SweepState.ASKING, rate.free());
            return List.of();
        }
        become(SweepState.SENDING, MonotonicTime.NEVER);
        return List.of(new SweepEffect.Ask(sender, targets.address(cursor)));
    }

    private List<SweepEffect> questionLeft(MonotonicTime now) {
        answers.asked(cursor, now);
        cursor++;
        frames++;
        failures = 0;
        lastAskAt = now;
        become(SweepState.ASKING, now);
        return List.of();
    }

    private List<SweepEffect> questionDropped(MonotonicTime now) {
        failures++;
        if (failures < MOST_FAILURES) {
            become(SweepState.ASKING, now.plus(PAUSE_AFTER_FAILURE));
            return List.of();
        }
        become(SweepState.DONE, MonotonicTime.NEVER);
        return List.of(new SweepEffect.Failed(report(now)));
    }

    /** An answer may show a second station with the address, so the last wait is kept also when all have answered. */
    private List<SweepEffect> listen() {
        become(SweepState.LISTENING, lastAskAt.plus(timing.patience()));
        return List.of();
    }

    private List<SweepEffect> finish(MonotonicTime now) {
        become(SweepState.DONE, MonotonicTime.NEVER);
        return List.of(new SweepEffect.Finished(report(now)));
    }

    private void become(SweepState next, MonotonicTime nextDeadline) {
        state = next;
        deadline = nextDeadline;
    }
}
