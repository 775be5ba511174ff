package io.arpfailover.agent.neighbor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.agent.wire.ArpPacket;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Questions that another client of the same capture puts, and the resolver takes for its own. */
class AskedByOthersTest {
    private static final MacAddress OWN = MacAddress.parse("02:00:00:00:00:01");
    private static final MacAddress MAC = MacAddress.parse("02:00:00:00:00:fe");
    private static final Ipv4Address GATEWAY = Ipv4Address.parse("10.77.0.254");
    private static final MonotonicTime START = new MonotonicTime(0);

    private final Resolver<Void> resolver = new Resolver<>(
            new OwnStation(OWN, Optional.empty(), Set.of()),
            ResolverTiming.DEFAULT.withRetransmit(Duration.ofSeconds(2)),
            ResolverLimits.DEFAULT,
            nothing -> 0,
            new SplittableRandom(7));

    @Test
    void theAnswerIsLearnt() {
        assertEquals(List.of(), resolver.asked(GATEWAY, START));
        assertEquals(new Lookup.Pending(), resolver.lookup(GATEWAY, START));
        MonotonicTime soon = START.plus(Duration.ofMillis(1));
        assertEquals(
                List.of(new NeighborEffect.Resolved<Void>(GATEWAY, MAC, Evidence.UNICAST_REPLY)),
                resolver.onFrame(answer(), soon));
        assertEquals(new Lookup.Found(MAC), resolver.lookup(GATEWAY, soon));
    }

    @Test
    void anAnswerToAQuestionToOneWhoIsKnownConfirms() {
        resolver.asked(GATEWAY, START);
        resolver.onFrame(answer(), START);
        MonotonicTime later = START.plus(Duration.ofSeconds(1));
        resolver.asked(GATEWAY, later);
        assertEquals(NeighborState.PROBE, state(later));
        assertEquals(List.of(new NeighborEffect.Confirmed<Void>(GATEWAY, MAC)), resolver.onFrame(answer(), later));
    }

    /** Whoever asks every second never meets a question of the resolver's own; who stops is replaced. */
    @Test
    void itGoesOnAskingOnlyWhenTheOtherDoesNot() {
        for (int second = 0; second < 2; second++) {
            MonotonicTime now = START.plus(Duration.ofSeconds(second));
            assertEquals(List.of(), resolver.onTimeout(now), "second " + second);
            resolver.asked(GATEWAY, now);
        }
        assertEquals(START.plus(Duration.ofSeconds(3)), resolver.nextTimeout());
        assertEquals(
                List.of(new NeighborEffect.Ask<Void>(GATEWAY, ArpFrame.broadcast(ArpPacket.probe(OWN, GATEWAY)))),
                resolver.onTimeout(resolver.nextTimeout()));
    }

    @Test
    void oneThatIsAskedInVainCountsAsUnreachableAndIsFoundAgain() {
        for (int second = 0; second < 3; second++) {
            resolver.asked(GATEWAY, START.plus(Duration.ofSeconds(second)));
        }
        MonotonicTime end = resolver.nextTimeout();
        assertEquals(List.of(new NeighborEffect.Unreachable<Void>(GATEWAY)), resolver.onTimeout(end));
        resolver.asked(GATEWAY, end);
        resolver.onFrame(answer(), end);
        assertEquals(new Lookup.Found(MAC), resolver.lookup(GATEWAY, end));
    }

    @Test
    void aStaticEntryIsNotConcerned() {
        resolver.putStatic(GATEWAY, MAC, START);
        resolver.asked(GATEWAY, START);
        assertEquals(NeighborState.STATIC, state(START));
    }

    private NeighborState state(MonotonicTime now) {
        return resolver.neighbor(GATEWAY, now).orElseThrow().state();
    }

    private static ArpFrame answer() {
        return ArpFrame.unicast(OWN, ArpPacket.replyTo(ArpPacket.probe(OWN, GATEWAY), MAC));
    }
}
