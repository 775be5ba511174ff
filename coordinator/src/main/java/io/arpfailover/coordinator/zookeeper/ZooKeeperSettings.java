package io.arpfailover.coordinator.zookeeper;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.apache.zookeeper.client.ConnectStringParser;

/**
 * How to reach ZooKeeper, and as whom.
 *
 * @param connect the servers, {@code HOST:PORT[,HOST:PORT...]}, with an optional path behind them as root
 * @param session the session timeout to ask for; the server may grant another
 * @param authFile a file of mode 0600 with one line, {@code user:password}; without it the nodes are open to everybody
 */
public record ZooKeeperSettings(String connect, Duration session, Optional<Path> authFile) {
    private static final Duration LONGEST_SESSION = Duration.ofMinutes(10);

    public ZooKeeperSettings {
        if (connect.isBlank() || !canBeParsed(connect)) {
            throw new IllegalArgumentException(
                    "not a list of ZooKeeper servers: '" + connect + "' (HOST:PORT, separated by commas)");
        }
        if (session.toMillis() < 1 || session.compareTo(LONGEST_SESSION) > 0) {
            throw new IllegalArgumentException("not a session timeout: " + session + " (1 ms to 10 minutes)");
        }
    }

    private static boolean canBeParsed(String connect) {
        try {
            return !new ConnectStringParser(connect).getServerAddresses().isEmpty();
        } catch (IllegalArgumentException notAList) {
            return false;
        }
    }
}
