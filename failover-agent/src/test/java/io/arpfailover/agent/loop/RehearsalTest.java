package io.arpfailover.agent.loop;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.agent.acd.AcdTiming;
import io.arpfailover.agent.acd.DefencePolicy;
import io.arpfailover.agent.announce.Pace;
import io.arpfailover.agent.takeover.Failback;
import io.arpfailover.agent.takeover.TakeoverSettings;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.coordinator.tenure.NodeName;
import io.arpfailover.coordinator.tenure.PromiseTiming;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RehearsalTest {
    private static final Ipv4Address GATEWAY = Ipv4Address.parse("10.77.0.254");

    static Stream<TakeoverSettings> settings() {
        return Stream.of(
                settings(1, Optional.of(GATEWAY), AcdTiming.FAST, Pace.DEFAULT),
                settings(1, Optional.empty(), AcdTiming.RFC5227, Pace.DEFAULT),
                settings(20, Optional.of(GATEWAY), AcdTiming.FAST, Pace.DEFAULT),
                settings(20, Optional.of(GATEWAY), AcdTiming.FAST, Pace.perSecond(1)),
                settings(200, Optional.of(GATEWAY), AcdTiming.FAST, Pace.UNLIMITED),
                settings(
                        List.of(Ipv4Address.parse("10.77.0.1")),
                        Optional.of(GATEWAY),
                        AcdTiming.FAST,
                        Pace.DEFAULT,
                        true));
    }

    private static TakeoverSettings settings(int addresses, Optional<Ipv4Address> gateway, AcdTiming acd, Pace pace) {
        List<Ipv4Address> shared = Stream.iterate(1, i -> i + 1)
                .limit(addresses)
                .map(i -> Ipv4Address.parse("10.77.0." + i))
                .toList();
        return settings(shared, gateway, acd, pace, false);
    }

    private static TakeoverSettings settings(
            List<Ipv4Address> shared, Optional<Ipv4Address> gateway, AcdTiming acd, Pace pace, boolean hasPeer) {
        return new TakeoverSettings(
                new NodeName("a"),
                "lan0",
                shared,
                gateway,
                acd,
                DefencePolicy.ALWAYS,
                pace,
                Duration.ofSeconds(60),
                PromiseTiming.DEFAULT,
                hasPeer,
                new Failback.Sticky(),
                10,
                Optional.empty(),
                List.of());
    }

    @ParameterizedTest
    @MethodSource("settings")
    void playsFromTheFirstProbeToTheReceiptWhateverTheConfiguration(TakeoverSettings settings) {
        assertTrue(Rehearsal.play(settings, 2));
    }
}
