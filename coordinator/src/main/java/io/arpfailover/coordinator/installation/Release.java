package io.arpfailover.coordinator.installation;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * A version of the programs, and when it was made.
 *
 * @param version such as 0.1.0-SNAPSHOT
 */
public record Release(String version, Instant made) {
    private static final DateTimeFormatter CHANGELOG =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss Z", Locale.ROOT);

    /** Such as 2026-01-01. */
    String date() {
        return made.atZone(ZoneOffset.UTC).toLocalDate().toString();
    }

    /** The version as Debian sorts it: 0.1.0~snapshot is older than 0.1.0. */
    String debianVersion() {
        return version.replace("-SNAPSHOT", "~snapshot");
    }

    /** A Debian change log's only entry (Debian policy section 4.4). */
    String changeLog(String packageName) {
        return """
                %s (%s) unstable; urgency=medium

                  * This version.

                 -- ARP failover manager <arp-failover@localhost>  %s
                """.formatted(packageName, debianVersion(), CHANGELOG.format(made.atZone(ZoneOffset.UTC)));
    }
}
