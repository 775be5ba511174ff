package io.arpfailover.coordinator.election;

import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * Candidates, each with a clock of its own speed, and one record, between them a net that delays and loses; processes
 * freeze and thaw. All of it drawn from one seed. Says at which instants two had the turn.
 */
final class TurnSimulation {
    private static final Duration TURN = Duration.ofSeconds(3);
    private static final double MOST_DRIFT = 0.005;

    private final Random random;
    private final List<Node> nodes = new ArrayList<>();
    private final PriorityQueue<Step> agenda =
            new PriorityQueue<>(Comparator.comparingLong(Step::at).thenComparingLong(Step::order));
    private long now;
    private long steps;
    private boolean calm;

    private Turn record = Turn.NONE;
    private int version;
    private Optional<String> violation = Optional.empty();
    private int changes;

    private record Step(long at, long order, Runnable what) {}

    /**
     * Candidates on one record.
     *
     * @param lengths the length of a turn that each of them believes in; in a group that is set up well all are the same
     */
    TurnSimulation(long seed, List<Duration> lengths) {
        random = new Random(seed);
        for (Duration length : lengths) {
            nodes.add(new Node(new Candidate("c" + nodes.size()), new TurnTiming(length)));
        }
        nodes.forEach(node -> after(random.nextInt(1000), () -> node.deliver(node.protocol::connected)));
        for (Node node : nodes) {
            after(random.nextInt(10_000), node::freeze);
        }
    }

    static List<Duration> sound(int candidates) {
        return java.util.Collections.nCopies(candidates, TURN);
    }

    /** Runs for so long with faults, then for three turns without. */
    void run(Duration troubled) {
        runUntil(now + troubled.toMillis());
        calm = true;
        runUntil(now + 5 * TURN.toMillis());
    }

    Optional<String> violation() {
        return violation;
    }

    long holders() {
        return nodes.stream().filter(Node::holds).count();
    }

    int changes() {
        return changes;
    }

    private void runUntil(long end) {
        while (!agenda.isEmpty() && agenda.peek().at() <= end) {
            Step step = agenda.poll();
            now = step.at();
            step.what().run();
            if (holders() > 1 && violation.isEmpty()) {
                violation = Optional.of("two at " + now + " ms");
            }
        }
        now = end;
    }

    private void after(long millis, Runnable what) {
        agenda.add(new Step(now + millis, steps++, what));
    }

    /** Most calls are quick; some take longer than a turn. */
    private long transit() {
        return calm || random.nextInt(10) > 0 ? random.nextInt(40) : random.nextInt(5000);
    }

    private boolean isLost() {
        return !calm && random.nextInt(8) == 0;
    }

    private interface Event {
        List<TurnEffect> on(MonotonicTime at);
    }

    private final class Node implements TurnEffect.Performer {
        private final Candidate self;
        private final TurnProtocol protocol;
        private final double speed = 1 + (random.nextDouble() * 2 - 1) * MOST_DRIFT;
        private final long origin = random.nextInt(1_000_000);
        private final List<Event> waiting = new ArrayList<>();
        private boolean frozen;
        private MonotonicTime until = new MonotonicTime(0);
        private long timer = Long.MAX_VALUE;

        Node(Candidate self, TurnTiming timing) {
            this.self = self;
            this.protocol = new TurnProtocol(self, timing);
        }

        MonotonicTime clock() {
            return new MonotonicTime((long) ((now * speed + origin) * 1_000_000));
        }

        boolean holds() {
            return clock().isBefore(until);
        }

        void deliver(Event event) {
            if (frozen) {
                waiting.add(event);
                return;
            }
            event.on(clock()).forEach(effect -> effect.performOn(this));
            setTimer();
        }

        void freeze() {
            if (calm) {
                return;
            }
            frozen = true;
            after(random.nextInt(7000), this::thaw);
        }

        private void thaw() {
            frozen = false;
            deliver(protocol::onTimeout);
            List.copyOf(waiting).forEach(this::deliver);
            waiting.clear();
            after(random.nextInt(30_000), this::freeze);
        }

        private void setTimer() {
            if (protocol.nextTimeout().equals(MonotonicTime.NEVER)) {
                return;
            }
            double real = (protocol.nextTimeout().nanos() / 1e6 - origin) / speed;
            long at = Math.max(now, (long) Math.ceil(real));
            if (at < timer || timer <= now) {
                timer = at;
                after(at - now, () -> {
                    timer = Long.MAX_VALUE;
                    deliver(protocol::onTimeout);
                });
            }
        }

        @Override
        public void read(TurnEffect.Read effect) {
            if (isLost()) {
                return;
            }
            after(transit(), () -> {
                VersionedTurn read = new VersionedTurn(record, 1, version);
                after(transit(), () -> deliver(at -> protocol.seen(read, at)));
            });
        }

        @Override
        public void write(TurnEffect.Write effect) {
            boolean answerLost = isLost();
            if (answerLost || isLost()) {
                after(
                        1000 + random.nextInt(1000),
                        () -> deliver(at -> protocol.answered(effect.call(), new TurnAnswer.Unknown("lost"), at)));
            }
            if (answerLost && random.nextBoolean()) {
                return; // the question was
            }
            after(transit(), () -> {
                TurnAnswer answer = applied(effect);
                after(transit(), () -> deliver(at -> protocol.answered(effect.call(), answer, at)));
            });
        }

        private TurnAnswer applied(TurnEffect.Write effect) {
            if (effect.expected().version() != version) {
                return new TurnAnswer.Stale();
            }
            changes += effect.next().epoch() == record.epoch() ? 0 : 1;
            record = effect.next();
            version++;
            for (Node node : nodes) {
                VersionedTurn told = new VersionedTurn(record, 1, version);
                if (!isLost()) {
                    after(transit(), () -> node.deliver(at -> node.protocol.seen(told, at)));
                }
            }
            return new TurnAnswer.Applied(new VersionedTurn(record, 1, version));
        }

        @Override
        public void oursUntil(TurnEffect.OursUntil effect) {
            until = effect.until();
        }

        @Override
        public void over(TurnEffect.Over effect) {
            until = clock();
        }

        @Override
        public void left(TurnEffect.Left effect) {
            throw new AssertionError(self + " left");
        }
    }
}
