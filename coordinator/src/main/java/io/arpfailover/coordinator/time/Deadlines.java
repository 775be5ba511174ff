package io.arpfailover.coordinator.time;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which of many is due, and when the next one will be, without asking each: a change costs the logarithm of their number.
 *
 * <p>Holds one deadline for each key, so at most as many as its owner has keys. One thread.
 */
public final class Deadlines<K> {
    private final Map<K, MonotonicTime> byKey = new HashMap<>();
    /** Those of the same instant in the order in which they were set. */
    private final TreeMap<MonotonicTime, Set<K>> byTime = new TreeMap<>();

    /** Sets the deadline of a key; {@link MonotonicTime#NEVER} takes it out. */
    public void set(K key, MonotonicTime deadline) {
        boolean due = !deadline.equals(MonotonicTime.NEVER);
        Optional<MonotonicTime> before = Optional.ofNullable(due ? byKey.put(key, deadline) : byKey.remove(key));
        if (before.isPresent() && before.get().equals(deadline)) {
            return;
        }
        before.ifPresent(old -> takeOut(key, old));
        if (due) {
            byTime.computeIfAbsent(deadline, none -> new LinkedHashSet<>()).add(key);
        }
    }

    /** The earliest of all. */
    public MonotonicTime next() {
        return byTime.isEmpty() ? MonotonicTime.NEVER : byTime.firstKey();
    }

    /** Those whose deadline has come, the earliest first. They stay due until they are set anew. */
    public List<K> due(MonotonicTime now) {
        if (!now.hasReached(next())) {
            return List.of();
        }
        List<K> due = new ArrayList<>();
        byTime.headMap(now, true).values().forEach(due::addAll);
        return due;
    }

    private void takeOut(K key, MonotonicTime deadline) {
        Set<K> sameTime = byTime.get(deadline);
        sameTime.remove(key);
        if (sameTime.isEmpty()) {
            byTime.remove(deadline);
        }
    }
}
