package io.arpfailover.agent.acd;

import static io.arpfailover.agent.acd.TestLink.OTHER;
import static io.arpfailover.agent.acd.TestLink.OWN;
import static io.arpfailover.agent.acd.TestLink.OWN_SECOND_CARD;
import static io.arpfailover.agent.acd.TestLink.PEER;
import static io.arpfailover.agent.acd.TestLink.STATIONS;
import static io.arpfailover.agent.acd.TestLink.THIRD;
import static io.arpfailover.agent.acd.TestLink.VIP;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.arpfailover.agent.wire.ArpPacket;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every state against every input, policy "once". A cell is the effect and the next state: {@code Ready>READY}.
 * {@code .} is no effect and the same state, {@code !} an input that throws.
 */
class TransitionTableTest {
    private static final String TABLE = """
            input          IDLE                PROBING             SENDING             SETTLING           READY              ANNOUNCING          DEFENDING   CONFLICT  LOST
            start          >PROBING            !                   !                   !                  !                  !                   !           !         >CONFLICT
            probe-left     .                   .                   >PROBING            .                  .                  .                   .           .         .
            probe-dropped  .                   .                   >PROBING            .                  .                  .                   .           .         .
            configured     !                   !                   !                   !                  Announce>ANNOUNCING !                  !           !         !
            adopt          Announce>ANNOUNCING !                   !                   !                  !                  !                   !           !         !
            stop           .                   >IDLE               >IDLE               >IDLE              >IDLE              >IDLE               >IDLE       >IDLE     >IDLE
            too-early      .                   .                   .                   .                  .                  .                   .           .         .
            timeout        .                   SendProbe>SENDING   .                   Ready>READY        .                  Announce>DEFENDING  .           >PROBING  .
            third-request  .                   Conflict>CONFLICT   Conflict>CONFLICT   Conflict>CONFLICT  Conflict>CONFLICT  Defend              Defend      .         .
            third-reply    .                   Conflict>CONFLICT   Conflict>CONFLICT   Conflict>CONFLICT  Conflict>CONFLICT  Defend              Defend      .         .
            third-probe    .                   Conflict>CONFLICT   Conflict>CONFLICT   Conflict>CONFLICT  .                  .                   .           .         .
            peer-request   .                   HeldByPeer          HeldByPeer          HeldByPeer         HeldByPeer         RivalPeer           RivalPeer   .         .
            peer-reply     .                   HeldByPeer          HeldByPeer          HeldByPeer         HeldByPeer         RivalPeer           RivalPeer   .         .
            peer-probe     .                   .                   .                   .                  .                  .                   .           .         .
            own-echo       .                   .                   .                   .                  .                  .                   .           .         .
            own-probe      .                   .                   .                   .                  .                  .                   .           .         .
            own-2nd-card   .                   .                   .                   .                  .                  .                   .           .         .
            who-has-us     .                   .                   .                   .                  .                  .                   .           .         .
            other-address  .                   .                   .                   .                  .                  .                   .           .         .
            """;

    @TestFactory
    Stream<DynamicTest> everyStateAgainstEveryInput() {
        List<String[]> rows =
                TABLE.lines().map(line -> line.trim().split("\\s+")).toList();
        String[] states = rows.get(0);
        assertEquals(AcdState.values().length + 1, states.length);
        return rows.stream()
                .skip(1)
                .flatMap(row -> Stream.iterate(1, column -> column < states.length, column -> column + 1)
                        .map(column -> cell(AcdState.valueOf(states[column]), row[0], row[column])));
    }

    private static DynamicTest cell(AcdState from, String input, String expected) {
        return DynamicTest.dynamicTest(from + " " + input, () -> {
            TestLink link = in(from);
            if (expected.equals("!")) {
                assertThrows(IllegalStateException.class, () -> apply(input, link));
                assertEquals(from, link.claim.state());
            } else {
                assertEquals(effects(expected, input), apply(input, link));
                assertEquals(next(expected, from), link.claim.state());
            }
        });
    }

    private static TestLink in(AcdState state) {
        TestLink link = TestLink.rfc(DefencePolicy.ONCE);
        return switch (state) {
            case IDLE -> link;
            case PROBING -> link.start();
            case SENDING -> sending(link);
            case SETTLING -> link.start().runUntilState(AcdState.SETTLING);
            case READY -> link.start().runUntilState(AcdState.READY);
            case ANNOUNCING -> in(AcdState.READY).configured();
            case DEFENDING -> in(AcdState.ANNOUNCING).runUntilState(AcdState.DEFENDING);
            case CONFLICT -> conflicting(link);
            case LOST -> lost();
        };
    }

    private static TestLink sending(TestLink link) {
        link.start();
        link.now = link.claim.nextTimeout();
        link.claim.onTimeout(link.now);
        return link;
    }

    private static TestLink conflicting(TestLink link) {
        link.start().hear(ArpPacket.announcement(THIRD, VIP));
        return link;
    }

    private static TestLink lost() {
        TestLink link = in(AcdState.DEFENDING);
        link.hear(ArpPacket.announcement(THIRD, VIP));
        link.hear(ArpPacket.announcement(THIRD, VIP));
        return link;
    }

    private static List<AcdEffect> apply(String input, TestLink link) {
        AddressClaim claim = link.claim;
        MonotonicTime now = link.now;
        return switch (input) {
            case "start" -> claim.start(now);
            case "probe-left" -> claim.probeSent(true, now);
            case "probe-dropped" -> claim.probeSent(false, now);
            case "configured" -> claim.configured(now);
            case "adopt" -> claim.adopt(now);
            case "stop" -> stopped(claim);
            case "too-early" -> claim.onTimeout(now);
            case "timeout" -> due(claim, now);
            default -> claim.onPacket(packet(input), STATIONS, now);
        };
    }

    private static ArpPacket packet(String input) {
        return switch (input) {
            case "third-request" -> ArpPacket.request(THIRD, VIP, OTHER);
            case "third-reply" -> ArpPacket.replyTo(ArpPacket.probe(OWN, VIP), THIRD);
            case "third-probe" -> ArpPacket.probe(THIRD, VIP);
            case "peer-request" -> ArpPacket.request(PEER, VIP, OTHER);
            case "peer-reply" -> ArpPacket.replyTo(ArpPacket.probe(OWN, VIP), PEER);
            case "peer-probe" -> ArpPacket.probe(PEER, VIP);
            case "own-echo" -> ArpPacket.announcement(OWN, VIP);
            case "own-probe" -> ArpPacket.probe(OWN, VIP);
            case "own-2nd-card" -> ArpPacket.announcement(OWN_SECOND_CARD, VIP);
            case "who-has-us" -> ArpPacket.request(THIRD, OTHER, VIP);
            case "other-address" -> ArpPacket.announcement(THIRD, OTHER);
            default -> throw new AssertionError("no such input: " + input);
        };
    }

    private static List<AcdEffect> stopped(AddressClaim claim) {
        claim.stop();
        return List.of();
    }

    /** At the deadline, or, where nothing is due, years later: silence. */
    private static List<AcdEffect> due(AddressClaim claim, MonotonicTime now) {
        boolean due = !claim.nextTimeout().equals(MonotonicTime.NEVER);
        return claim.onTimeout(due ? claim.nextTimeout() : new MonotonicTime(now.nanos() + (1L << 60)));
    }

    private static List<AcdEffect> effects(String cell, String input) {
        String name = cell.replaceFirst(">.*", "");
        MacAddress by = input.startsWith("peer") ? PEER : THIRD;
        return switch (name) {
            case "", "." -> List.of();
            case "SendProbe" -> List.of(new AcdEffect.SendProbe(VIP));
            case "Ready" -> List.of(new AcdEffect.Ready(VIP));
            case "Announce" -> List.of(new AcdEffect.Announce(VIP));
            case "Conflict" -> List.of(new AcdEffect.Conflict(VIP, by));
            case "Defend" -> List.of(new AcdEffect.Defend(VIP, by));
            case "HeldByPeer" -> List.of(new AcdEffect.HeldByPeer(VIP, by));
            case "RivalPeer" -> List.of(new AcdEffect.RivalPeer(VIP, by));
            default -> throw new AssertionError("no such effect: " + name);
        };
    }

    private static AcdState next(String cell, AcdState from) {
        return Arrays.stream(cell.split(">"))
                .skip(1)
                .findFirst()
                .map(AcdState::valueOf)
                .orElse(from);
    }
}
