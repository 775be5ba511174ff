package io.arpfailover.coordinator.time;

/** Reads the time. The only place in the project that touches {@code System.nanoTime}. */
@FunctionalInterface
public interface Clock {
    MonotonicTime now();

    /** CLOCK_MONOTONIC, which is what {@code System.nanoTime} reads on Linux: it is never set, and stops in suspend. */
    static Clock system() {
        return () -> new MonotonicTime(System.nanoTime());
    }
}
