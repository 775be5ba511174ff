package io.arpfailover.agent.takeover;

import static io.arpfailover.agent.takeover.TestMember.A;
import static io.arpfailover.agent.takeover.TestMember.B;
import static io.arpfailover.agent.takeover.TestMember.LEASE;
import static io.arpfailover.agent.takeover.TestMember.PEER;
import static io.arpfailover.agent.takeover.TestMember.STRANGER;
import static io.arpfailover.agent.takeover.TestMember.VIP;
import static io.arpfailover.agent.takeover.TestMember.asked;
import static io.arpfailover.agent.takeover.TestMember.claiming;
import static io.arpfailover.agent.takeover.TestMember.heldBy;
import static io.arpfailover.agent.takeover.TestMember.holding;
import static io.arpfailover.agent.takeover.TestMember.standby;
import static io.arpfailover.agent.takeover.TestMember.starting;
import static io.arpfailover.agent.takeover.TestMember.up;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.agent.acd.DefencePolicy;
import io.arpfailover.agent.takeover.Event.LeaseOutcome;
import io.arpfailover.agent.wire.ArpPacket;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.coordinator.tenure.Answer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a member does about the wire and the interface, and what it tells people. */
class TakeoverTest {
    private static final Set<String> WITH_THE_ADDRESS = Set.of("RequestForm", "ReplyForm", "GatewayQuery");

    // ---- strangers

    @Test
    void strangerWhileProbing() {
        TestMember member = standby().members().forget().strangerAppears();
        assertEquals(
                List.of("error", "PROBING -> CONFLICT", "unfit: " + VIP + " is in use by " + STRANGER), member.did());
        assertEquals(Map.of(VIP, STRANGER), member.status().conflicts());
        assertTrue(member.status().because().contains(STRANGER.toString()));
    }

    @Test
    void probesAgainAfterAConflictAndClaimsWhenTheStrangerIsGone() {
        TestMember member = standby().members().strangerAppears().runUntil(Stage.CLAIMING);
        assertEquals(Map.of(), member.status().conflicts());
        assertEquals(Optional.of(B), member.call().provenAbsent());
    }

    @Test
    void strangerEndsReadinessAndTheRequest() {
        TestMember member =
                standby().intent(asked("s1", A)).runUntil(Stage.READY).forget().strangerAppears();
        assertEquals(Stage.STANDBY, member.stage());
        assertTrue(member.did().contains("s1 REFUSED: a cannot take over: " + VIP + " is in use by " + STRANGER));
    }

    /** RFC 5227 has us wait after a conflict, up to RATE_LIMIT_INTERVAL: who asks meanwhile hears why nothing moves. */
    @Test
    void askedInThePauseAfterAConflictItNamesTheStranger() {
        TestMember member = standby().intent(asked("s1", A)).strangerAppears();
        assertEquals(Map.of(), member.status().conflicts());
        member.passes(500).forget().intent(asked("s2", A));
        assertEquals(
                "s2 REFUSED: a cannot take over: " + VIP + " is in use by " + STRANGER,
                member.did().get(1));
        assertEquals(Stage.STANDBY, member.stage());
    }

    @Test
    void strangerWhileTheClaimIsOut() {
        TestMember member = claiming().strangerAppears().forget().applied();
        assertEquals(
                List.of(
                        "revoke lease",
                        "warn",
                        "CLAIMING -> STANDBY",
                        "STANDBY -> PROBING",
                        "PROBING -> CONFLICT",
                        "remove addresses"),
                member.did());
    }

    @Test
    void claimThatFailsInAConflictLeavesNoProbingBehind() {
        TestMember member = claiming().strangerAppears().answered(new Answer.Refused(Answer.Refusal.STALE));
        member.hears(new Event.TenureRead(heldBy(B, 1))).forget().passes(60_000);
        assertEquals(Stage.STANDBY, member.stage());
        assertEquals(List.of(), member.did());
    }

    @Test
    void holderGivesWayAtOnceUnderNever() {
        TestMember member = holding(DefencePolicy.NEVER).strangerAppears();
        assertEquals(
                List.of(
                        "revoke lease",
                        "warn",
                        "HOLDING -> STANDBY",
                        "STANDBY -> PROBING",
                        "PROBING -> CONFLICT",
                        "unfit: " + VIP + " is in use by " + STRANGER,
                        "remove addresses"),
                member.did());
        assertEquals(Map.of(VIP, STRANGER), member.status().conflicts());
    }

    @ParameterizedTest
    @EnumSource(
            value = DefencePolicy.class,
            names = {"ONCE", "ALWAYS"})
    void holderDefendsWithOneAnnouncement(DefencePolicy policy) {
        TestMember member = holding(policy).gatewayAnswers().forget().strangerAppears();
        assertEquals(List.of("warn", "RequestForm", "GatewayQuery"), member.did());
        assertEquals(Stage.HOLDING, member.stage());
    }

    @Test
    void holderGivesWayToAStrangerThatComesAgainUnderOnce() {
        TestMember member = holding(DefencePolicy.ONCE)
                .strangerAppears()
                .passes(100)
                .forget()
                .strangerAppears();
        assertEquals(
                List.of("revoke lease", "warn", "HOLDING -> STANDBY"),
                member.did().subList(0, 3));
        assertEquals(Stage.CONFLICT, member.stage());
    }

    @Test
    void holderStaysUnderAlways() {
        TestMember member = holding(DefencePolicy.ALWAYS)
                .strangerAppears()
                .passes(50)
                .forget()
                .strangerAppears();
        assertEquals(List.of(), member.did());
        assertEquals(Stage.HOLDING, member.stage());
    }

    // ---- the other member's frames

    @Test
    void otherMembersFramesAreNoConflict() {
        TestMember member = standby().members().forget().packet(ArpPacket.announcement(PEER, VIP));
        assertEquals(List.of("info"), member.did());
        assertEquals(Stage.PROBING, member.stage());
    }

    @Test
    void rivalIsAnsweredWithAnAnnouncement() {
        TestMember member = holding().passes(300).forget().packet(ArpPacket.announcement(PEER, VIP));
        assertEquals(List.of("warn", "RequestForm", "GatewayQuery", "ReplyForm"), member.did());
    }

    // ---- the interface

    @Test
    void newMacIsAnnouncedAndPublished() {
        MacAddress other = MacAddress.parse("02:00:00:00:01:0a");
        TestMember member = holding().passes(300).forget().link(up(other));
        assertEquals(List.of("RequestForm", "GatewayQuery", "ReplyForm", "fit"), member.did());
    }

    @Test
    void newMacInStandbyIsPublishedToo() {
        MacAddress other = MacAddress.parse("02:00:00:00:01:0a");
        assertEquals(List.of("fit"), standby().link(up(other)).did());
    }

    @Test
    void sameLinkSeenAgainIsNoNews() {
        assertEquals(List.of(), holding().link(up(TestMember.OWN)).did());
    }

    @Test
    void framesThatDoNotLeaveAreTriedAgainAndNotCounted() {
        TestMember member = claiming().framesLeave(false).applied().passes(5);
        assertFalse(member.status().phaseMicros().containsKey("announced"));
        member.framesLeave(true).forget().passes(10);
        assertTrue(member.did().contains("RequestForm"));
        assertTrue(member.status().phaseMicros().containsKey("announced"));
    }

    // ---- the lease

    @Test
    void leaseCountsFromWhenTheCallLeft() {
        TestMember member = claiming().passes(700).applied();
        assertEquals(LEASE, member.leaseFromCall());
        member.gatewayAnswers().passes(200).applied();
        assertEquals(LEASE, member.leaseFromCall());
    }

    /** From the first event to HOLDING: frames with the address as sender only once lease and address are live. */
    @Test
    void nothingLeavesInTheAddressesNameBeforeLeaseAndAddress() {
        TestMember member = starting().joins(heldBy(B, 4)).members().runUntil(Stage.CLAIMING);
        assertTrue(member.did().stream().noneMatch(WITH_THE_ADDRESS::contains));
        List<String> served = member.applied().did();
        int lease = served.indexOf("lease");
        int addresses = served.indexOf("addresses for 2600 ms");
        int announced = served.indexOf("RequestForm");
        assertTrue(0 <= lease && lease < addresses && addresses < announced, served::toString);
    }

    @ParameterizedTest
    @EnumSource(
            value = LeaseOutcome.class,
            names = {"LAPSED", "FAILED"})
    void withoutALiveLeaseNoAddressAndNoAnnouncement(LeaseOutcome outcome) {
        List<String> did = claiming().members().leaseAnswers(outcome).applied().did();
        assertTrue(did.stream().noneMatch(WITH_THE_ADDRESS::contains), did::toString);
        assertTrue(did.stream().noneMatch(effect -> effect.startsWith("addresses")), did::toString);
    }

    @Test
    void withoutTheAddressNoAnnouncement() {
        List<String> did = claiming().members().assigningFails().applied().did();
        assertTrue(did.stream().noneMatch(WITH_THE_ADDRESS::contains), did::toString);
    }

    // ---- what people are told

    @Test
    void receiptIsToldAndTheMoveWritten() {
        TestMember member = holding().gatewayAnswers();
        assertEquals(List.of("info", "record 1 [suspected, claimed, installed, announced, repointed]"), member.did());
        assertEquals(Set.of(VIP), member.status().repointed());
    }

    @Test
    void silentGatewayIsAnAlarmAndTheMoveIsWrittenWithoutReceipt() {
        List<String> did = holding().passes(1_000).did();
        assertEquals(1, did.stream().filter("error"::equals).count());
        assertTrue(did.contains("record 1 [suspected, claimed, installed, announced]"));
    }

    @Test
    void statusNamesTheObstacle() {
        TestMember member = standby().link(TestMember.noCarrier());
        assertEquals(
                Optional.of("interface lan0 has no carrier"), member.status().obstacle());
        assertEquals("interface lan0 has no carrier", member.status().because());
    }

    @Test
    void refusedRegistrationIsToldOnce() {
        TestMember member =
                starting().hears(new Event.NotRegistered("a third member")).forget();
        member.hears(new Event.NotRegistered("a third member"));
        assertEquals(List.of(), member.did());
        assertEquals(Optional.of("a third member"), member.status().obstacle());
    }

    @Test
    void leftoverRequestIsRefusedOnJoining() {
        TestMember member =
                starting().hears(new Event.Registered(TestMember.SESSION)).forget();
        member.intent(asked("s1", A));
        assertEquals(List.of("s1 REFUSED: left open before a joined; ask again if it is still wanted"), member.did());
    }

    @Test
    void aMemberWhoseProbesDoNotLeaveHandsTheTenureOver() {
        TestMember member = starting().framesLeave(false).joins(heldBy(A, 4));
        member.forget().passes(2_000);
        assertEquals(Stage.HANDING_OVER, member.stage());
        List<String> did = member.did();
        assertTrue(did.contains("error"), did.toString());
        assertTrue(did.contains("tenure b 5"), did.toString());
        assertTrue(
                did.contains("unfit: probes do not leave lan0; check its driver, and rules on the way out"),
                did.toString());
    }

    @Test
    void oneProbeThatDidNotLeaveIsSentAgain() {
        TestMember member = starting().framesLeave(false).joins(heldBy(A, 4));
        member.passes(100).framesLeave(true).runUntil(Stage.CLAIMING);
    }
}
