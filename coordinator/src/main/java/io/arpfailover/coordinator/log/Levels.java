package io.arpfailover.coordinator.log;

import java.util.Map;
import java.util.Optional;
import org.slf4j.event.Level;

/** Which lines are written: ours from INFO up, of libraries only what we do not say ourselves. */
final class Levels {
    /** For whoever looks for a bug: -Darpfailover.log=DEBUG. */
    private static final String PROPERTY = "arpfailover.log";

    /** Our own lines tell of each lost connection; the first two would tell it again, with a stack trace each. */
    private static final Map<String, Optional<Level>> LIBRARIES = Map.of(
            "org.apache.zookeeper", Optional.of(Level.ERROR),
            "org.apache.curator", Optional.empty(),
            // It tells the start and end of each capture loop.
            "org.pcap4j", Optional.of(Level.WARN));

    private Levels() {}

    /** The least that this logger writes; empty when it writes nothing. */
    static Optional<Level> of(String logger) {
        return LIBRARIES.entrySet().stream()
                .filter(library -> logger.startsWith(library.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseGet(() -> Optional.of(ours()));
    }

    private static Level ours() {
        return "DEBUG".equals(System.getProperty(PROPERTY)) ? Level.DEBUG : Level.INFO;
    }
}
