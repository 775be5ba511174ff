package io.arpfailover.agent.scan;

import java.time.Duration;
import java.util.List;

/**
 * What a sweep found.
 *
 * @param hosts those that answered, by address
 * @param asked addresses asked
 * @param skipped own addresses, which nobody else should have and we do not ask ourselves
 * @param frames questions that left
 * @param took from the start to now, or to the end
 */
public record ScanReport(List<ScanHost> hosts, int asked, int skipped, long frames, Duration took) {
    public ScanReport {
        hosts = List.copyOf(hosts);
    }
}
