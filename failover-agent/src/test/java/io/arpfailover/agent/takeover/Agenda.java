package io.arpfailover.agent.takeover;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** What happens when in a simulated world, the chance it depends on, and the memory of what happened last. */
final class Agenda {
    private static final int REMEMBERED = Integer.getInteger("simulation.trace", 60);

    private record Entry(long at, long order, Runnable step) {}

    private record Noted(long at, String who, Object what) {}

    private final PriorityQueue<Entry> entries =
            new PriorityQueue<>(Comparator.comparingLong(Entry::at).thenComparingLong(Entry::order));
    private final Deque<Noted> notes = new ArrayDeque<>();
    private final SplittableRandom random;
    private long now;
    private long order;

    Agenda(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** Nanoseconds of true time since the world began. */
    long now() {
        return now;
    }

    RandomGenerator random() {
        return random;
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    Duration between(Duration least, Duration most) {
        return Duration.ofNanos(random.nextLong(least.toNanos(), most.toNanos() + 1));
    }

    void in(Duration wait, Runnable step) {
        at(now + wait.toNanos(), step);
    }

    void at(long instant, Runnable step) {
        entries.add(new Entry(Math.max(instant, now), order++, step));
    }

    /** Takes the next step that is due before {@code end}; false when there is none, and it is {@code end} now. */
    boolean step(long end) {
        if (entries.isEmpty() || entries.peek().at() > end) {
            now = end;
            return false;
        }
        Entry next = entries.remove();
        now = next.at();
        next.step().run();
        return true;
    }

    /** Remembers something for the trace. It is put into words only when somebody reads it. */
    void note(String who, Object what) {
        if (notes.size() == REMEMBERED) {
            notes.removeFirst();
        }
        notes.addLast(new Noted(now, who, what));
    }

    String trace() {
        return notes.stream()
                .map(noted -> String.format("%12.6f  %-9s %s", noted.at() / 1e9, noted.who(), noted.what()))
                .collect(Collectors.joining("\n"));
    }
}
