package io.arpfailover.agent.takeover;

import io.arpfailover.coordinator.tenure.Ack;
import io.arpfailover.coordinator.tenure.Heartbeat;
import io.arpfailover.coordinator.tenure.Mode;
import io.arpfailover.coordinator.tenure.Tenure;
import io.arpfailover.coordinator.tenure.TenureProtocol;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What stands between a whole machine and a world in which a {@link BrokenRule} is broken: it falsifies what the machine
 * hears, says, and does to its kernel. With no broken rule everything passes as it is.
 */
final class BrokenShell {
    private static final int HALF = 2;

    private final SimulatedServer server;
    private final BrokenRule broken;
    private final Takeover takeover;
    private final Duration soloLease;
    private final Map<MonotonicTime, Long> trueEpochs = new HashMap<>();
    private Optional<Duration> ackUnderWay = Optional.empty();
    private Optional<Ack> earlierAck = Optional.empty();

    BrokenShell(SimulatedServer server, Takeover takeover, Duration session) {
        this.server = server;
        this.broken = server.broken();
        this.takeover = takeover;
        this.soloLease = TenureProtocol.leaseLength(session);
    }

    boolean breaks(BrokenRule rule) {
        return broken == rule;
    }

    // ---- what the machine hears

    Event heard(Event event) {
        ackUnderWay = Optional.empty();
        if (event instanceof Event.EarlierRun found) {
            return heard(found);
        } else if (event instanceof Event.HeartbeatSeen seen) {
            return new Event.HeartbeatSeen(heard(seen.heartbeat()), seen.fit(), seen.onLan());
        } else if (event instanceof Event.AckSeen seen) {
            heard(seen.ack());
        } else if (event instanceof Event.TenureRead read && breaks(BrokenRule.READING_PROLONGS)) {
            if (read.seen().tenure().isHeldBy(server.name()) && server.kernel().leaseLive()) {
                server.kernel().prolong(now().plus(soloLease));
            }
        }
        return event;
    }

    private Event heard(Event.EarlierRun found) {
        boolean forgetsShort = breaks(BrokenRule.SHORT_PROMISE_FORGOTTEN);
        boolean forgetsLong = breaks(BrokenRule.LONG_PROMISE_FORGOTTEN);
        return new Event.EarlierRun(
                found.addressesInPlace(),
                forgetsShort ? found.leaseUntil().or(() -> Optional.of(now())) : found.leaseUntil(),
                forgetsLong ? Optional.empty() : found.promisedUntil(),
                found.gone());
    }

    private Heartbeat heard(Heartbeat heartbeat) {
        if (breaks(BrokenRule.PROMISE_CUT_SHORT)) {
            return new Heartbeat(
                    heartbeat.epoch(), heartbeat.left(), heartbeat.promise().dividedBy(HALF));
        }
        if (breaks(BrokenRule.ANY_EPOCH_ACKED)) {
            trueEpochs.put(heartbeat.left(), heartbeat.epoch());
            return new Heartbeat(knownEpoch(), heartbeat.left(), heartbeat.promise());
        }
        return heartbeat;
    }

    private void heard(Ack ack) {
        if (breaks(BrokenRule.ACK_COUNTED_FROM_RECEIPT)) {
            ackUnderWay = Optional.of(ack.promise());
        }
        if (breaks(BrokenRule.ANY_EPOCH_COUNTED)) {
            earlierAck = Optional.of(ack);
            countEarlierAck();
        }
    }

    /** As if it came only now. */
    private void countEarlierAck() {
        boolean serving = Set.of(Stage.CLAIMING, Stage.HOLDING).contains(takeover.stage());
        earlierAck
                .filter(ack -> serving && ack.epoch() != knownEpoch())
                .map(ack -> ack.heartbeatLeft().plus(ack.promise()))
                .filter(now()::isBefore)
                .ifPresent(server.kernel()::prolong);
    }

    // ---- what it says and does

    /** In which order the effects of a turn are performed. */
    Deque<Effect> ordered(List<Effect> effects) {
        if (!breaks(BrokenRule.ACK_BEFORE_REVOKE)) {
            return new ArrayDeque<>(effects);
        }
        List<Effect> acksFirst = new ArrayList<>(effects);
        acksFirst.sort((one, other) -> Boolean.compare(other instanceof Effect.SendAck, one instanceof Effect.SendAck));
        return new ArrayDeque<>(acksFirst);
    }

    void beats() {
        countEarlierAck();
    }

    Effect.SendAck said(Effect.SendAck said) {
        Ack ack = said.ack();
        long epoch = trueEpochs.getOrDefault(ack.heartbeatLeft(), ack.epoch());
        Duration promise = breaks(BrokenRule.PROMISE_CUT_SHORT) ? ack.promise().multipliedBy(HALF) : ack.promise();
        return new Effect.SendAck(new Ack(epoch, ack.heartbeatLeft(), promise), said.fit());
    }

    void asked(Tenure next) {
        boolean wantsLease = next.isHeldBy(server.name()) && next.mode() == Mode.SOLO;
        if (wantsLease && takeover.stage() == Stage.HOLDING && breaks(BrokenRule.SOLO_BEFORE_ANSWER)) {
            server.kernel().prolong(now().plus(soloLease));
        }
    }

    Event.LeaseSet setLease(MonotonicTime until, boolean renewal, MonotonicTime turnStarted) {
        MonotonicTime granted = ackUnderWay
                .map(promise -> MonotonicTime.latest(until, now().plus(promise)))
                .orElse(until);
        return breaks(BrokenRule.LATE_TURN_COUNTS)
                ? server.kernel().setLease(granted.plus(turnStarted.until(now())), false)
                : server.kernel().setLease(granted, renewal);
    }

    boolean keepsWhatItHandsOver() {
        return breaks(BrokenRule.LEASE_KEPT_AT_HANDOVER) && takeover.stage() == Stage.HANDING_OVER;
    }

    private long knownEpoch() {
        return takeover.status(now()).tenure().map(Tenure::epoch).orElse(0L);
    }

    private MonotonicTime now() {
        return server.clock().now();
    }
}
