package io.arpfailover.agent.cli;

import io.arpfailover.agent.config.SystemHostView;
import io.arpfailover.coordinator.installation.Handbook;
import io.arpfailover.coordinator.installation.Release;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** Writes the manual page and the completions of {@code failover-agent}: run by the build. */
public final class InstalledFiles {
    private static final Map<String, String> FILES = Map.of(
            "/etc/arp-failover/CLUSTER.yaml",
            "The configuration of the agent of one cluster; config check --keys lists every key.",
            "/etc/default/arp-failover-agent",
            "JAVA_HOME, and JAVA_OPTS for options of the JVM.",
            "/run/arp-failover/CLUSTER.sock",
            "Where a running agent is asked; for root and the group arp-failover.",
            "/var/lib/arp-failover",
            "Promises that must survive a restart.");

    private InstalledFiles() {}

    /** Arguments: the directory to write to, the version, when it was made (2026-01-01T00:00:00Z). */
    public static void main(String[] arguments) throws IOException {
        new Handbook(
                        FailoverAgent.commandLine(checked -> ExitCode.UNUSABLE, new SystemHostView()),
                        "arp-failover-agent",
                        new TreeMap<>(FILES),
                        "coordinator(1), arping(8), nft(8), systemctl(1)")
                .write(Path.of(arguments[0]), new Release(arguments[1], Instant.parse(arguments[2])));
    }
}
