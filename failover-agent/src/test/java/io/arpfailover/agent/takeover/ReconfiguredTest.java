package io.arpfailover.agent.takeover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.agent.acd.AcdTiming;
import io.arpfailover.agent.acd.DefencePolicy;
import io.arpfailover.agent.announce.Pace;
import io.arpfailover.agent.health.CheckLevel;
import io.arpfailover.agent.health.CheckResult;
import io.arpfailover.agent.health.CheckRule;
import io.arpfailover.agent.health.CheckState;
import io.arpfailover.agent.health.GatewayWatchSettings;
import io.arpfailover.agent.health.Verdict;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.coordinator.tenure.NodeName;
import io.arpfailover.coordinator.tenure.PromiseTiming;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReconfiguredTest {
    private static final MonotonicTime NOW = new MonotonicTime(1_000_000_000);
    private static final MacAddress MAC = MacAddress.parse("02:00:00:00:00:0a");
    private static final CheckRule WEB = new CheckRule("web", CheckLevel.REQUIRED, 1, 1);
    private static final CheckRule DISK = new CheckRule("disk", CheckLevel.REQUIRED, 1, 1);
    private static final Optional<GatewayWatchSettings> WATCH =
            Optional.of(new GatewayWatchSettings(CheckLevel.REQUIRED, Duration.ofSeconds(1), 2, 3));

    @Test
    void aCheckThatStaysKeepsItsVerdictAndOthersComeAndGo() {
        Takeover takeover = new Takeover(settings(Optional.empty(), WEB, DISK), new Random(1));
        takeover.checkDone(CheckResult.failed("web", "refused"), NOW);
        takeover.checkDone(CheckResult.passed("disk", ""), NOW);
        CheckRule advisory = new CheckRule("web", CheckLevel.ADVISORY, 2, 2);
        CheckRule fresh = new CheckRule("mail", CheckLevel.REQUIRED, 1, 1);
        takeover.reconfigured(settings(Optional.empty(), advisory, fresh), NOW);
        List<CheckState> checks = takeover.status(NOW).checks();
        assertEquals(
                List.of("web", "mail"), checks.stream().map(CheckState::name).toList());
        assertEquals(
                List.of(Verdict.FAILING, Verdict.UNKNOWN),
                checks.stream().map(CheckState::verdict).toList());
        assertEquals(CheckLevel.ADVISORY, checks.get(0).level());
    }

    @Test
    void theLastResultOfACheckThatIsGoneMeansNothing() {
        Takeover takeover = new Takeover(settings(Optional.empty(), WEB), new Random(1));
        takeover.reconfigured(settings(Optional.empty()), NOW);
        takeover.checkDone(CheckResult.failed("web", "refused"), NOW);
        assertEquals(List.of(), takeover.status(NOW).checks());
    }

    @Test
    void aWatchThatIsTurnedOnAsksAtOnceAndOneThatIsTurnedOffNoMore() {
        Takeover takeover = new Takeover(settings(Optional.empty()), new Random(1));
        takeover.linkSeen(new LinkView(Optional.of(MAC), Set.of(MAC), true, true), NOW);
        List<Effect> on = takeover.reconfigured(settings(WATCH), NOW);
        assertTrue(on.stream().anyMatch(Effect.Send.class::isInstance), on::toString);
        assertEquals(List.of(), takeover.reconfigured(settings(WATCH), NOW), "nothing new");
        assertEquals(List.of(), takeover.reconfigured(settings(Optional.empty()), NOW));
    }

    private static TakeoverSettings settings(Optional<GatewayWatchSettings> watch, CheckRule... checks) {
        return new TakeoverSettings(
                new NodeName("a"),
                "lan0",
                List.of(Ipv4Address.parse("10.77.0.100")),
                Optional.of(Ipv4Address.parse("10.77.0.254")),
                AcdTiming.FAST,
                DefencePolicy.ALWAYS,
                Pace.DEFAULT,
                Duration.ofSeconds(60),
                PromiseTiming.DEFAULT,
                true,
                new Failback.Sticky(),
                6,
                watch,
                List.of(checks));
    }
}
