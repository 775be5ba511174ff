package io.arpfailover.agent.takeover;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.arpfailover.agent.health.CheckLevel;
import io.arpfailover.agent.health.GatewayWatchSettings;
import io.arpfailover.agent.neighbor.NeighborState;
import io.arpfailover.agent.neighbor.NeighborView;
import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.agent.wire.ArpPacket;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The gateway's watch and the resolver as clients of one machine, frame by frame. */
class NeighborhoodTest {
    private static final MacAddress OWN = TestMember.OWN;
    private static final MacAddress MAC = TestMember.GATEWAY_MAC;
    private static final MacAddress NEW_MAC = MacAddress.parse("02:00:00:00:00:fd");
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final TakeoverSettings settings =
            TestMember.watched(new GatewayWatchSettings(CheckLevel.REQUIRED, INTERVAL, 1, 3));
    private final Takeover takeover = new Takeover(settings, new SplittableRandom(1));
    private MonotonicTime now = new MonotonicTime(1_000_000_000);

    @Test
    void theFirstQuestionGoesToEverybodyAndTheNextToWhomAnswered() {
        assertEquals(List.of(MacAddress.BROADCAST), appear());
        answer(MAC);
        assertEquals(NeighborState.REACHABLE, gateway().state());
        assertEquals(Optional.of(MAC), gateway().mac());
        assertEquals(List.of(MAC), nextQuestions());
        assertEquals(NeighborState.PROBE, gateway().state());
        answer(MAC);
        assertEquals(NeighborState.REACHABLE, gateway().state());
    }

    @Test
    void afterAMissEverybodyIsAskedAndAnotherStationIsTold() {
        appear();
        answer(MAC);
        nextQuestions();
        assertEquals(List.of(MacAddress.BROADCAST), nextQuestions());
        List<Effect> effects = answer(NEW_MAC);
        assertEquals(
                "10.77.0.254 is at " + NEW_MAC + " now, no longer at " + MAC
                        + "; if nobody changed the gateway, look who that is",
                effects.stream()
                        .filter(Effect.Notice.class::isInstance)
                        .map(notice -> ((Effect.Notice) notice).text())
                        .findFirst()
                        .orElse("nothing is told"));
        assertEquals(List.of(NEW_MAC), nextQuestions());
    }

    @Test
    void withoutACarrierTheGatewayIsForgotten() {
        appear();
        answer(MAC);
        later(INTERVAL.multipliedBy(2));
        takeover.linkSeen(new LinkView(Optional.of(OWN), Set.of(OWN), true, false), now);
        assertEquals(List.of(), takeover.neighbors(now));
    }

    /** Nobody is asked who did not ask us or was not asked by us. */
    @Test
    void whatOthersSayAmongThemselvesIsNotLearnt() {
        appear();
        takeover.frameSeen(
                ArpFrame.broadcast(ArpPacket.request(TestMember.STRANGER, TestMember.VIP, TestMember.GATEWAY)), now);
        assertEquals(
                List.of(TestMember.GATEWAY),
                takeover.neighbors(now).stream().map(NeighborView::address).toList());
    }

    private List<MacAddress> appear() {
        return questions(takeover.linkSeen(new LinkView(Optional.of(OWN), Set.of(OWN), true, true), now));
    }

    private List<Effect> answer(MacAddress by) {
        later(Duration.ofMillis(1));
        return takeover.frameSeen(
                ArpFrame.unicast(OWN, ArpPacket.replyTo(ArpPacket.probe(OWN, TestMember.GATEWAY), by)), now);
    }

    /** To whom the questions go that become due next; they leave. */
    private List<MacAddress> nextQuestions() {
        for (int turn = 0; turn < 100; turn++) {
            now = MonotonicTime.latest(now, takeover.nextTimeout());
            List<MacAddress> asked = questions(takeover.onTimeout(now));
            if (!asked.isEmpty()) {
                return asked;
            }
        }
        throw new AssertionError("no question in 100 turns");
    }

    private List<MacAddress> questions(List<Effect> effects) {
        List<Effect.Send> sends = effects.stream()
                .filter(Effect.Send.class::isInstance)
                .map(Effect.Send.class::cast)
                .toList();
        sends.forEach(send -> takeover.frameSent(send.outbound(), true, now));
        return sends.stream()
                .map(send -> send.outbound().frame(OWN).destination())
                .toList();
    }

    private NeighborView gateway() {
        return takeover.neighbors(now).get(0);
    }

    private void later(Duration by) {
        now = now.plus(by);
    }
}
