package io.arpfailover.agent.scan;

import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** When each target was asked and who answered for it; arrays, so that a /16 costs a few pages and no garbage. */
final class Answers {
    private final Targets targets;
    private final BitSet asked;
    private final BitSet answered;
    private final long[] askedNanos;
    private final long[] tookNanos;
    private final long[] firstMac;
    /** Of duplicates alone: everybody but the first. */
    private final Map<Integer, Set<MacAddress>> others = new HashMap<>();

    Answers(Targets targets) {
        this.targets = targets;
        this.asked = new BitSet(targets.size());
        this.answered = new BitSet(targets.size());
        this.askedNanos = new long[targets.size()];
        this.tookNanos = new long[targets.size()];
        this.firstMac = new long[targets.size()];
    }

    void asked(int target, MonotonicTime now) {
        asked.set(target);
        askedNanos[target] = now.nanos();
    }

    boolean wasAsked(int target) {
        return asked.get(target);
    }

    /** When it was asked last; only of one that was. */
    MonotonicTime askedAt(int target) {
        return new MonotonicTime(askedNanos[target]);
    }

    void answered(int target, MacAddress by, MonotonicTime now) {
        if (!answered.get(target)) {
            answered.set(target);
            firstMac[target] = by.bits();
            tookNanos[target] = now.nanos() - askedNanos[target];
        } else if (firstMac[target] != by.bits()) {
            Set<MacAddress> more = others.computeIfAbsent(target, none -> new LinkedHashSet<>());
            if (more.size() < ScanHost.MOST_MACS - 1) {
                more.add(by);
            }
        }
    }

    int askedTargets() {
        return asked.cardinality();
    }

    int answeredTargets() {
        return answered.cardinality();
    }

    List<ScanHost> hosts() {
        return answered.stream().mapToObj(this::host).toList();
    }

    private ScanHost host(int target) {
        Stream<MacAddress> first = Stream.of(new MacAddress(firstMac[target]));
        return new ScanHost(
                targets.address(target),
                Stream.concat(first, others.getOrDefault(target, Set.of()).stream())
                        .toList(),
                Duration.ofNanos(tookNanos[target]));
    }
}
