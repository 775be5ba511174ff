package io.arpfailover.agent.inspect;

import static io.arpfailover.agent.inspect.TestLan.A;
import static io.arpfailover.agent.inspect.TestLan.OWN;
import static io.arpfailover.agent.inspect.TestLan.PEER;
import static io.arpfailover.agent.inspect.TestLan.PEER_SECOND_CARD;
import static io.arpfailover.agent.inspect.TestLan.VIP;
import static io.arpfailover.agent.inspect.TestLan.says;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.agent.wire.ArpPacket;
import io.arpfailover.agent.wire.Ipv4Prefix;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Claims of the shared address, held by the other member at first. */
class SharedAddressTest {
    private static final Duration GRACE = Policy.DEFAULT.grace();
    private static final Duration MILLI = Duration.ofMillis(1);

    private final TestLan lan = new TestLan(Policy.DEFAULT.withMode(InspectionMode.ENFORCE));

    @Test
    void theHolderMayUseItFromAnyOfItsCards() {
        assertQuiet(says(PEER, VIP));
        assertQuiet(says(PEER_SECOND_CARD, PEER, VIP));
        assertQuiet(says(PEER, PEER_SECOND_CARD, VIP));
    }

    @Test
    void aMoveThatTheTenureTellsFirstIsAuthorised() {
        lan.hear(says(PEER, VIP));
        lan.heldBy(Member.OWN);
        assertFinding(FindingKind.AUTHORISED_MOVE, Verdict.PERMITTED, Optional.of(PEER), says(OWN, VIP));
        assertQuiet(says(OWN, VIP));
    }

    @Test
    void aMoveThatTheLinkTellsFirstIsAuthorisedAsSoonAsTheTenureSaysSo() {
        lan.hear(says(PEER, VIP));
        assertQuiet(says(OWN, VIP));
        lan.pass(GRACE.minus(MILLI));
        lan.heldBy(Member.OWN);
        List<Finding> findings = lan.inspector.onTimeout(lan.now);
        assertEquals(List.of(FindingKind.AUTHORISED_MOVE), kinds(findings));
        assertEquals(OWN, findings.get(0).mac());
        assertQuiet(says(OWN, VIP));
        assertEquals(MonotonicTime.NEVER, lan.inspector.nextTimeout());
    }

    @Test
    void aMemberThatDoesNotComeToHoldItOffends() {
        lan.hear(says(PEER, VIP));
        assertQuiet(says(OWN, VIP));
        assertEquals(lan.now.plus(GRACE), lan.inspector.nextTimeout());
        lan.pass(GRACE);
        assertEquals(List.of(FindingKind.UNAUTHORISED_MEMBER), kinds(lan.inspector.onTimeout(lan.now)));
        assertEquals(List.of(), lan.inspector.onTimeout(lan.now));
        assertEquals(Verdict.NOT_HOLDER, lan.hear(says(OWN, VIP)).verdict());
        assertEquals(MonotonicTime.NEVER, lan.inspector.nextTimeout());
    }

    @Test
    void afterALongSilenceAnEarlyFrameIsTakenForEarlyAgain() {
        lan.hear(says(PEER, VIP));
        lan.hear(says(OWN, VIP));
        lan.pass(GRACE.multipliedBy(10));
        assertQuiet(says(OWN, VIP));
    }

    /** As in every agent: a capture hears what comes in only. */
    @Test
    void movesAreToldByTheOldHolderThoughNobodyHearsHisOwnFrames() {
        for (int move = 0; move < 3; move++) {
            lan.heldBy(Member.OWN);
            assertEquals(List.of(), lan.inspector.onTimeout(lan.now));
            lan.pass(GRACE);
            lan.heldBy(Member.PEER);
            assertFinding(FindingKind.AUTHORISED_MOVE, Verdict.PERMITTED, Optional.empty(), says(PEER, VIP));
            assertQuiet(says(PEER, VIP));
            lan.pass(GRACE);
        }
    }

    @Test
    void aFrameOfAnOldHolderThatWasNeverHeardBeforeIsLateToo() {
        lan.heldBy(Member.OWN);
        assertFinding(FindingKind.LATE_FRAME_OF_PEER, Verdict.NOT_HOLDER, Optional.empty(), says(PEER, VIP));
    }

    @Test
    void aMemberWithANewCardHasNotTakenOver() {
        lan.hear(says(PEER, VIP));
        lan.pairIs(new Pair(Set.of(VIP), Set.of(OWN), Set.of(A), true, Optional.of(Member.PEER), lan.now));
        assertQuiet(says(A, VIP));
    }

    @Test
    void nobodyIsJudgedBeforeTheMembersAreKnown() {
        lan.pairIs(Pair.unknown(Set.of(VIP)));
        assertQuiet(says(PEER, VIP));
        assertQuiet(says(A, PEER, VIP));
    }

    @Test
    void eitherMemberMayBeTheHolderThatNobodyKnowsButNoThird() {
        lan.hear(says(PEER, VIP));
        lan.hear(says(OWN, VIP));
        lan.heldByWhoKnowsWhom();
        for (int i = 0; i < 5; i++) {
            lan.pass(GRACE);
            assertEquals(List.of(), lan.inspector.onTimeout(lan.now));
            assertQuiet(says(OWN, VIP));
            assertQuiet(says(PEER, VIP));
        }
        assertEquals(Verdict.SPOOFED, lan.hear(says(A, VIP)).verdict());
        lan.heldBy(Member.OWN);
        assertEquals(
                List.of(),
                lan.kinds(says(OWN, VIP)).stream()
                        .filter(FindingKind.SPOOF::equals)
                        .toList());
    }

    @Test
    void theGatewayIsHeardHoweverMuchItSends() {
        for (int i = 0; i < 100; i++) {
            assertEquals(
                    Verdict.PERMITTED,
                    lan.hear(says(TestLan.GATEWAY, TestLan.HOST)).verdict());
        }
    }

    @Test
    void theOldHoldersLateFrameIsToldApart() {
        lan.hear(says(PEER, VIP));
        lan.heldBy(Member.OWN);
        lan.hear(says(OWN, VIP));
        lan.pass(GRACE.minus(MILLI));
        assertFinding(FindingKind.LATE_FRAME_OF_PEER, Verdict.NOT_HOLDER, Optional.of(OWN), says(PEER, VIP));
        lan.pass(GRACE);
        assertQuiet(says(PEER, VIP));
        lan.pass(GRACE);
        assertFinding(FindingKind.UNAUTHORISED_MEMBER, Verdict.NOT_HOLDER, Optional.of(OWN), says(PEER, VIP));
    }

    @Test
    void everybodyElseIsASpooferWhateverTheyCopy() {
        lan.hear(says(PEER, VIP));
        for (ArpFrame frame : List.of(says(A, VIP), says(PEER, A, VIP), says(A, PEER, VIP), says(OWN, PEER, VIP))) {
            lan.pass(Policy.DEFAULT.tellAgain());
            assertFinding(FindingKind.SPOOF, Verdict.SPOOFED, Optional.of(PEER), frame);
        }
    }

    @Test
    void neitherRuleNorTrustNorBindingMakesAMember() {
        Rule all = new Rule(Rule.Action.PERMIT, Ipv4Prefix.parse("0.0.0.0/0"), Optional.empty());
        lan.bound(VIP, A);
        lan.policy(Policy.DEFAULT.withRules(List.of(all)).withTrusted(Set.of(A)));
        assertEquals(Verdict.SPOOFED, lan.hear(says(A, VIP)).verdict());
    }

    @Test
    void aSpoofIsSeenAlsoOfAStationThatSendsTooMuch() {
        for (int i = 0; i < 100; i++) {
            lan.hear(says(A, TestLan.HOST));
        }
        assertEquals(Verdict.TOO_MANY, lan.hear(says(A, TestLan.HOST)).verdict());
        assertEquals(List.of(FindingKind.SPOOF), lan.kinds(says(A, VIP)));
    }

    @Test
    void toProbeForItIsNotToClaimIt() {
        assertEquals(
                Verdict.PERMITTED,
                lan.hear(ArpFrame.broadcast(ArpPacket.probe(A, VIP))).verdict());
    }

    @Test
    void whoIsShutOut() {
        lan.policy(Policy.DEFAULT.withQuarantine(Optional.of(Duration.ofMinutes(5))));
        assertEquals(Optional.of(A), lan.knowledge().quarantined(spoofBy(A, A)));
        assertEquals(Optional.of(A), lan.knowledge().quarantined(spoofBy(A, PEER)));
        assertEquals(Optional.empty(), lan.knowledge().quarantined(spoofBy(PEER, A)), "a member");
        assertEquals(Optional.empty(), lan.knowledge().quarantined(spoofBy(OWN, A)), "this server");
        assertEquals(Optional.empty(), lan.knowledge().quarantined(spoofBy(TestLan.GATEWAY, A)), "the gateway");
        lan.policy(Policy.DEFAULT);
        assertEquals(Optional.empty(), lan.knowledge().quarantined(spoofBy(A, A)), "off by default");
    }

    /** Moves there and back, with frames that come before the tenure's news and after it, and third hosts in between. */
    @Test
    void everyMoveIsToldFromEverySpoofInTwoHundredMixedTrials() {
        Random random = new Random(5227);
        Member holder = Member.PEER;
        lan.hear(says(PEER, VIP));
        for (int trial = 0; trial < 200; trial++) {
            lan.pass(Duration.ofSeconds(5));
            MacAddress stranger = new MacAddress(0x0200_0000_0000L + random.nextInt(1 << 24));
            if (random.nextBoolean()) {
                assertSpoof(random.nextInt(4), stranger, macOf(holder));
            } else {
                MacAddress from = macOf(holder);
                holder = holder == Member.OWN ? Member.PEER : Member.OWN;
                assertMove(holder, from, stranger, random);
            }
        }
    }

    /** With a spoof right in the middle of the move, and a late frame of the old holder behind it. */
    private void assertMove(Member to, MacAddress from, MacAddress stranger, Random random) {
        boolean frameFirst = random.nextBoolean();
        if (frameFirst) {
            assertQuiet(says(macOf(to), VIP));
        }
        assertSpoof(random.nextInt(4), stranger, macOf(to));
        lan.heldBy(to);
        assertEquals(List.of(FindingKind.AUTHORISED_MOVE), lan.kinds(says(macOf(to), VIP)));
        lan.pass(Duration.ofMillis(random.nextInt(1_999)));
        Inspection late = lan.hear(says(from, VIP));
        assertEquals(Verdict.NOT_HOLDER, late.verdict());
        assertTrue(late.findings().stream().allMatch(one -> one.kind() == FindingKind.LATE_FRAME_OF_PEER));
        lan.pass(GRACE);
    }

    private void assertSpoof(int shape, MacAddress stranger, MacAddress member) {
        ArpFrame frame = switch (shape) {
            case 0 -> says(stranger, VIP);
            case 1 -> says(member, stranger, VIP);
            case 2 -> says(stranger, member, VIP);
            default -> ArpFrame.unicast(OWN, ArpPacket.announcementReply(stranger, VIP));
        };
        Inspection inspection = lan.hear(frame);
        assertEquals(Verdict.SPOOFED, inspection.verdict());
        assertTrue(inspection.findings().stream().allMatch(one -> one.kind() == FindingKind.SPOOF));
        assertEquals(1, inspection.findings().size(), "each stranger is told");
    }

    private static Finding spoofBy(MacAddress source, MacAddress mac) {
        return new Finding(FindingKind.SPOOF, TestLan.START, VIP, mac, source, Optional.empty(), Verdict.SPOOFED);
    }

    private static MacAddress macOf(Member member) {
        return member == Member.OWN ? OWN : PEER;
    }

    private void assertQuiet(ArpFrame frame) {
        assertEquals(new Inspection(Verdict.PERMITTED, true, List.of()), lan.hear(frame));
    }

    private void assertFinding(FindingKind kind, Verdict verdict, Optional<MacAddress> before, ArpFrame frame) {
        Inspection inspection = lan.hear(frame);
        assertEquals(verdict, inspection.verdict());
        assertEquals(verdict.isPermitted(), inspection.passes());
        Finding expected = new Finding(kind, lan.now, VIP, frame.packet().senderMac(), frame.source(), before, verdict);
        assertEquals(List.of(expected), inspection.findings());
    }

    private static List<FindingKind> kinds(List<Finding> findings) {
        return findings.stream().map(Finding::kind).toList();
    }
}
