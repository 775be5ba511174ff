package io.arpfailover.coordinator.cli;

import io.arpfailover.coordinator.installation.Handbook;
import io.arpfailover.coordinator.installation.Release;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** Writes the manual page and the completions of {@code coordinator}: run by the build. */
public final class InstalledFiles {
    private static final Map<String, String> FILES = Map.of(
            "/etc/arp-coordinator/coordinator.properties",
            "The server's settings, as ZooKeeper names them, and those of the console.",
            "/etc/default/arp-failover-coordinator",
            "JAVA_HOME, and JAVA_OPTS for options of the JVM.",
            "/var/lib/arp-coordinator",
            "ZooKeeper's data.");

    private InstalledFiles() {}

    /** Arguments: the directory to write to, the version, when it was made (2026-01-01T00:00:00Z). */
    public static void main(String[] arguments) throws IOException {
        new Handbook(Coordinator.commandLine(), "arp-failover-coordinator", new TreeMap<>(FILES), "failover-agent(1)")
                .write(Path.of(arguments[0]), new Release(arguments[1], Instant.parse(arguments[2])));
    }
}
