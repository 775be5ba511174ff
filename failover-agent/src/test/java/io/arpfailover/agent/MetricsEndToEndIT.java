package io.arpfailover.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.agent.metrics.ScrapeText;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Prometheus reads of two running agents, before and after the addresses move. */
class MetricsEndToEndIT {
    private static final String LISTEN = "127.0.0.1:9227";

    private final Site site = Site.create();
    private RunningAgent a;
    private RunningAgent b;

    @BeforeEach
    void startThePair() {
        site.startZooKeeper();
        AgentYaml yaml =
                AgentYaml.of("web").paired(site.secret("peer.secret")).with("metrics: {listen: \"" + LISTEN + "\"}");
        a = site.startAgent("a", yaml);
        a.awaitRepointed();
        b = site.startAgent("b", yaml);
        a.awaitPaired();
        a.awaitFitPeer();
        b.awaitPaired();
    }

    @AfterEach
    void remove() {
        site.close();
    }

    @Test
    void aSwitchoverIsSeenOnBothServers() {
        ScrapeText before = scrape("b");
        assertEquals(1, scrape("a").value("arp_failover_holder"));
        assertEquals(0, before.value("arp_failover_holder"));
        assertEquals(1, before.value("arp_failover_state", "state=\"standby\""));
        assertEquals(0, before.value("arp_failover_takeover_phase_seconds_count", "phase=\"repointed\""));
        double epoch = before.value("arp_failover_epoch");

        a.command(0, "done", "switchover");
        b.awaitRepointed();
        ScrapeText after = awaitMove("b");
        assertEquals(epoch + 1, after.value("arp_failover_epoch"));
        assertEquals(1, after.value("arp_failover_holder"));
        assertEquals(1, after.value("arp_failover_gateway_repointed"));
        assertEquals(1, after.value("arp_failover_moves_total", "cause=\"handed_over\""));
        assertEquals(1, after.value("arp_failover_takeover_phase_seconds_count", "phase=\"repointed\""));
        assertEquals(0, scrape("a").value("arp_failover_holder"));
        assertTrue(scrape("a").value("arp_failover_zookeeper_call_seconds_count", "call=\"tenure\"") > 0);
        assertFalse(a.logHas("metrics=open"), "loopback is closed to others");
    }

    /** The move is on record when the gateway's receipt has come, or a second later. */
    private ScrapeText awaitMove(String server) {
        AtomicReference<ScrapeText> last = new AtomicReference<>();
        Program.await("the move is measured", () -> {
            last.set(scrape(server));
            return last.get().value("arp_failover_moves_total", "cause=\"handed_over\"") > 0;
        });
        return last.get();
    }

    private ScrapeText scrape(String server) {
        return ScrapeText.parse(site.lab()
                .exec(
                        server,
                        "python3",
                        "-c",
                        "import urllib.request; print(urllib.request.urlopen('http://" + LISTEN
                                + "/metrics', timeout=5).read().decode(), end='')"));
    }
}
