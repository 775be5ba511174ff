package io.arpfailover.agent.config;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The keys on how the agent is operated: whom it tells what, and where it may be asked. */
final class OperationReader {
    private static final Scalar<Duration> TIMEOUT = Scalars.duration(Duration.ofMillis(100), Duration.ofMinutes(10));

    private final Section root;

    OperationReader(Section root) {
        this.root = root;
    }

    Optional<HooksConfiguration> hooks() {
        Section section = root.section(Key.HOOKS);
        Optional<Path> onHolder = section.value(Key.HOOKS_ON_HOLDER, Scalars.ABSOLUTE_PATH);
        Optional<Path> onStandby = section.value(Key.HOOKS_ON_STANDBY, Scalars.ABSOLUTE_PATH);
        Optional<Path> onFault = section.value(Key.HOOKS_ON_FAULT, Scalars.ABSOLUTE_PATH);
        Optional<Path> onConflict = section.value(Key.HOOKS_ON_CONFLICT, Scalars.ABSOLUTE_PATH);
        Optional<Duration> timeout = section.value(Key.HOOKS_TIMEOUT, TIMEOUT);
        return timeout.map(limit -> new HooksConfiguration(onHolder, onStandby, onFault, onConflict, limit));
    }

    Optional<InetSocketAddress> metrics() {
        return root.section(Key.METRICS).value(Key.METRICS_LISTEN, Scalars.LISTEN);
    }

    Optional<LogFormat> log() {
        return root.value(Key.LOG, Scalars.LOG_FORMAT);
    }
}
