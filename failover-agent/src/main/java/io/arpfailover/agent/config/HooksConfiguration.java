package io.arpfailover.agent.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The programs told of what becomes of this server; all absolute.
 *
 * @param onHolder when it holds the addresses
 * @param onStandby when it holds none and is ready to take them
 * @param onFault when it cannot hold them
 * @param onConflict when a third host uses one of them
 * @param timeout how long each run may take, 100 ms to 10 min
 */
public record HooksConfiguration(
        Optional<Path> onHolder,
        Optional<Path> onStandby,
        Optional<Path> onFault,
        Optional<Path> onConflict,
        Duration timeout) {}
