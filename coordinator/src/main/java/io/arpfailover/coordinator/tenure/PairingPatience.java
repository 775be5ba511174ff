package io.arpfailover.coordinator.tenure;

import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;

/**
 * How long the holder rests its lease on ZooKeeper alone after the heir's promises did not carry it.
 *
 * <p>On a network that loses much, five answers in a row come about again and again, and so does a silence after them.
 * Each pairing makes the lease as short as a promise, just there; so the next one waits, and longer each time. It never
 * waits for long, because while the tenure is SOLO an outage of ZooKeeper is one of the addresses. An heir that runs anew
 * says why it was silent, and that it was not the network.
 */
final class PairingPatience {
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(8);

    /** After so long without another silence the network is taken for well again. */
    private static final Duration CALM = Duration.ofMinutes(1);

    private Duration wait = Duration.ZERO;
    private MonotonicTime over = MonotonicTime.NEVER;
    private MonotonicTime calmFrom = MonotonicTime.NEVER;

    /** The pair has parted: nobody answered for too long. */
    void parted(MonotonicTime now) {
        wait = wait.isZero() || now.hasReached(calmFrom) ? SHORTEST : doubled();
        over = now.plus(wait);
        calmFrom = now.plus(CALM);
    }

    /** The heir was started anew since. */
    void forgive() {
        wait = Duration.ZERO;
    }

    private Duration doubled() {
        Duration twice = wait.plus(wait);
        return twice.compareTo(LONGEST) < 0 ? twice : LONGEST;
    }

    /** Whether the pair may be tried again. */
    boolean isOver(MonotonicTime now) {
        return wait.isZero() || now.hasReached(over);
    }
}
