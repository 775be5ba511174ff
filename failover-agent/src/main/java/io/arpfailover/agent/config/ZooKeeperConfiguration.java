package io.arpfailover.agent.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How to reach the ensemble.
 *
 * @param connect one or more {@code host:port} with commas between, and perhaps a path at the end
 * @param session the session timeout to ask for, 1 s to 40 s
 * @param authFile a file with {@code user:password} for digest authentication; absolute
 */
public record ZooKeeperConfiguration(String connect, Duration session, Optional<Path> authFile) {}
