package io.arpfailover.agent.peer;

import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.Optional;

/** A {@link PromiseFile} without a disk: the real contents, which outlive the agent and the boot. */
public final class SimulatedPromiseFile {
    private Optional<String> contents = Optional.empty();
    private boolean full;

    /** Whether nothing can be written from now on. */
    public void full(boolean isFull) {
        full = isFull;
    }

    /** See {@link PromiseFile#keep}; gives what failed. */
    public Optional<String> keep(int boot, MonotonicTime until, Duration promised) {
        if (full) {
            return Optional.of("the disk is full; make room");
        }
        contents = Optional.of(new PromiseRecord(name(boot), until, promised).text());
        return Optional.empty();
    }

    /** See {@link PromiseFile#read}. */
    public Optional<MonotonicTime> read(int boot, MonotonicTime now) {
        return contents.flatMap(PromiseRecord::parse)
                .map(record -> record.keptAt(name(boot)))
                .filter(now::isBefore);
    }

    private static String name(int boot) {
        return "boot-" + boot;
    }
}
