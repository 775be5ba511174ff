package io.arpfailover.agent.takeover;

import io.arpfailover.coordinator.tenure.Answer;
import io.arpfailover.coordinator.tenure.Intent;
import io.arpfailover.coordinator.tenure.Member;
import io.arpfailover.coordinator.tenure.NodeName;
import io.arpfailover.coordinator.tenure.Tenure;
import io.arpfailover.coordinator.tenure.TenureEffect.CompareAndSet;
import io.arpfailover.coordinator.tenure.VersionedTenure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** The ensemble as one linearizable server: the records of one cluster, and sessions that expire. */
final class SimulatedZooKeeper {
    /** What clients watch. */
    enum Topic {
        TENURE,
        INTENT,
        MEMBERS
    }

    /** One word in so many is lost with the follower that heard it. */
    private static final int UNTOLD_IN = 2;

    private record Seat(Member member, long session) {}

    private final Agenda agenda;
    private final Duration sessionLength;
    private final Duration tick;
    private final BrokenRule broken;
    private final Map<Long, Long> expiries = new HashMap<>();
    private final Map<NodeName, Seat> seats = new TreeMap<>();
    private final Map<Long, NodeName> holders = new HashMap<>();
    private final List<SimulatedClient> watchers = new ArrayList<>();
    private VersionedTenure tenure = new VersionedTenure(Tenure.NONE, 0);
    private Intent intent = Intent.NONE;
    private boolean up = true;
    private long sessions;

    SimulatedZooKeeper(Agenda agenda, Duration sessionLength, Duration tick, BrokenRule broken) {
        this.agenda = agenda;
        this.sessionLength = sessionLength;
        this.tick = tick;
        this.broken = broken;
    }

    Duration sessionLength() {
        return sessionLength;
    }

    boolean isUp() {
        return up;
    }

    void down() {
        agenda.note("zookeeper", "down");
        up = false;
        List.copyOf(watchers).forEach(SimulatedClient::connectionReset);
    }

    /** A new leader gives every session its whole timeout again. */
    void up() {
        up = true;
        expiries.replaceAll((session, expiry) -> nextExpiry());
        expiries.keySet().forEach(this::watchOver);
    }

    // ---- sessions

    long open() {
        sessions++;
        expiries.put(sessions, nextExpiry());
        watchOver(sessions);
        return sessions;
    }

    /**
     * A word from the session; false when it has ended.
     *
     * <p>Followers tell the leader of it later, and one that dies before does not: then the leader counts from the word
     * before, which was said at worst a third of the session earlier.
     */
    boolean touch(long session) {
        boolean untold = agenda.random().nextInt(UNTOLD_IN) == 0;
        Duration lag = untold ? sessionLength.dividedBy(3) : Duration.ZERO;
        return expiries.computeIfPresent(session, (id, expiry) -> Math.max(expiry, nextExpiry() - lag.toNanos()))
                != null;
    }

    void close(long session) {
        expiries.remove(session);
        if (seats.values().removeIf(seat -> seat.session() == session)) {
            agenda.note("zookeeper", "session " + session + " has ended; members " + seats.keySet());
            changed(Topic.MEMBERS);
        }
    }

    private long nextExpiry() {
        return agenda.now()
                + sessionLength.plus(agenda.between(Duration.ZERO, tick)).toNanos();
    }

    private void watchOver(long session) {
        agenda.at(expiries.get(session), () -> {
            Long expiry = expiries.get(session);
            if (expiry != null && up) {
                if (agenda.now() < expiry) {
                    watchOver(session);
                } else {
                    close(session);
                }
            }
        });
    }

    // ---- records

    VersionedTenure tenure() {
        return tenure;
    }

    Intent intent() {
        return intent;
    }

    List<Member> members() {
        return seats.values().stream()
                .filter(seat -> !(broken == BrokenRule.CLAIM_UNPROVEN && outOfTouch(seat)))
                .map(Seat::member)
                .toList();
    }

    /** One transaction puts the member in place, instead of its own node of an earlier session. */
    void register(long session, Member member) {
        Seat seat = seats.get(member.node());
        if (seat == null || seat.session() < session) {
            seats.put(member.node(), new Seat(member, session));
            changed(Topic.MEMBERS);
        }
    }

    void update(long session, Member member) {
        Seat seat = seats.get(member.node());
        if (seat != null && seat.session() == session) {
            seats.put(member.node(), new Seat(member, session));
            changed(Topic.MEMBERS);
        }
    }

    void changeIntent(UnaryOperator<Intent> change) {
        Intent after = change.apply(intent);
        if (!after.equals(intent)) {
            agenda.note("zookeeper", after);
            intent = after;
            changed(Topic.INTENT);
        }
    }

    Answer compareAndSet(NodeName caller, CompareAndSet call) {
        if (!seats.containsKey(caller)) {
            return new Answer.Unknown("NONODE");
        }
        if (call.version() != tenure.version() && broken != BrokenRule.VERSION_IGNORED) {
            return new Answer.Refused(Answer.Refusal.STALE);
        }
        boolean refuted = call.provenAbsent().filter(seats::containsKey).isPresent();
        if (refuted && broken != BrokenRule.CLAIM_UNPROVEN) {
            return new Answer.Refused(Answer.Refusal.HOLDER_PRESENT);
        }
        write(call.next());
        return new Answer.Applied(tenure);
    }

    private void write(Tenure next) {
        Tenure before = tenure.tenure();
        boolean moved = !next.holder().equals(before.holder());
        if (next.epoch() != before.epoch() + (moved ? 1 : 0)) {
            throw new AssertionError("epoch " + before.epoch() + " became " + next.epoch() + (moved ? " moved" : ""));
        }
        NodeName holder = next.holder().orElseThrow();
        if (!holders.computeIfAbsent(next.epoch(), first -> holder).equals(holder)) {
            throw new AssertionError("epoch " + next.epoch() + " has two holders");
        }
        tenure = new VersionedTenure(next, tenure.version() + 1);
        agenda.note("zookeeper", tenure);
        changed(Topic.TENURE);
    }

    // ---- watches

    void watch(SimulatedClient client) {
        if (!watchers.contains(client)) {
            watchers.add(client);
        }
    }

    void unwatch(SimulatedClient client) {
        watchers.remove(client);
        if (broken == BrokenRule.CLAIM_UNPROVEN) {
            changed(Topic.MEMBERS);
        }
    }

    private void changed(Topic topic) {
        watchers.forEach(client -> client.notified(topic));
    }

    private boolean outOfTouch(Seat seat) {
        Optional<SimulatedClient> client = watchers.stream()
                .filter(watcher -> watcher.isIn(seat.session()))
                .findFirst();
        return client.isEmpty();
    }
}
