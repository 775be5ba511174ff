package io.arpfailover.agent.acd;

import static io.arpfailover.agent.acd.TestLink.ANNOUNCE;
import static io.arpfailover.agent.acd.TestLink.CONFLICT;
import static io.arpfailover.agent.acd.TestLink.DEFEND;
import static io.arpfailover.agent.acd.TestLink.LOST;
import static io.arpfailover.agent.acd.TestLink.OTHER;
import static io.arpfailover.agent.acd.TestLink.OWN;
import static io.arpfailover.agent.acd.TestLink.OWN_SECOND_CARD;
import static io.arpfailover.agent.acd.TestLink.PEER;
import static io.arpfailover.agent.acd.TestLink.READY;
import static io.arpfailover.agent.acd.TestLink.SEND_PROBE;
import static io.arpfailover.agent.acd.TestLink.THIRD;
import static io.arpfailover.agent.acd.TestLink.VIP;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.agent.wire.ArpPacket;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressClaimTest {
    private static final ArpPacket CLAIM = ArpPacket.announcement(THIRD, VIP);

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void section2_1_1ProbeTimesLieInTheirBounds(boolean fast) {
        AcdTiming timing = fast ? AcdTiming.FAST : AcdTiming.RFC5227;
        Set<Duration> waits = new HashSet<>();
        Set<Duration> gaps = new HashSet<>();
        for (int seed = 0; seed < 2_000; seed++) {
            TestLink link = new TestLink(timing, DefencePolicy.ONCE, seed);
            MonotonicTime started = link.now;
            link.start().runUntilState(AcdState.READY);
            assertEquals(List.of(SEND_PROBE, SEND_PROBE, SEND_PROBE, READY), link.effects());
            Duration wait = started.until(link.log.get(0).at());
            Duration first = gap(link, 0);
            Duration second = gap(link, 1);
            assertWithin(Duration.ZERO, timing.probeWait(), wait);
            assertWithin(timing.probeMin(), timing.probeMax(), first);
            assertWithin(timing.probeMin(), timing.probeMax(), second);
            assertEquals(timing.announceWait(), gap(link, 2));
            assertWithin(Duration.ZERO, timing.worstCase(), started.until(link.now));
            waits.add(wait);
            gaps.add(first);
            gaps.add(second);
        }
        assertTrue(waits.size() > 1_900 && gaps.size() > 3_800, "times must not repeat");
        assertWithin(
                Duration.ZERO,
                timing.probeWait().dividedBy(50),
                waits.stream().min(Duration::compareTo).get());
        Duration longest = gaps.stream().max(Duration::compareTo).get();
        assertWithin(timing.probeMax().multipliedBy(98).dividedBy(100), timing.probeMax(), longest);
    }

    @Test
    void section2_1_1AnyUseOfTheAddressWhileProbingIsAConflict() {
        for (ArpPacket use : List.of(
                CLAIM,
                ArpPacket.announcementReply(THIRD, VIP),
                ArpPacket.request(THIRD, VIP, OTHER),
                ArpPacket.replyTo(ArpPacket.probe(OWN, VIP), THIRD))) {
            for (long millis : List.of(100L, 2_500L, 4_400L)) {
                TestLink link = TestLink.rfc(DefencePolicy.ONCE).start();
                link.runFor(Duration.ofMillis(millis));
                assertEquals(List.of(CONFLICT), link.hear(use));
                link.runFor(Duration.ofMillis(900));
                assertEquals(0, link.timesOf(READY).size());
            }
        }
    }

    @Test
    void section2_1_1AnyUseUpToTheLastMomentOfAnnounceWaitIsAConflict() {
        TestLink link = TestLink.rfc(DefencePolicy.ONCE).start().runUntilState(AcdState.SETTLING);
        link.runFor(Duration.ofMillis(1_900));
        assertEquals(List.of(CONFLICT), link.hear(CLAIM));
        assertEquals(0, link.timesOf(READY).size());
    }

    @Test
    void section2_1_1OwnFramesEchoedBackAreNoConflict() {
        TestLink link = TestLink.rfc(DefencePolicy.NEVER).start();
        for (int i = 0; i < 70; i++) {
            assertEquals(List.of(), link.hear(ArpPacket.probe(OWN, VIP)));
            assertEquals(List.of(), link.hear(ArpPacket.announcement(OWN_SECOND_CARD, VIP)));
            link.runFor(Duration.ofMillis(100));
        }
        assertEquals(AcdState.READY, link.claim.state());
        link.configured();
        assertEquals(List.of(), link.hear(ArpPacket.announcement(OWN, VIP)));
        assertEquals(List.of(), link.hear(ArpPacket.announcementReply(OWN_SECOND_CARD, VIP)));
        assertEquals(AcdState.ANNOUNCING, link.claim.state());
    }

    @Test
    void section2_1_1AnOrdinaryRequestForTheAddressIsNoConflict() {
        TestLink link = TestLink.rfc(DefencePolicy.ONCE).start();
        for (int i = 0; i < 70; i++) {
            assertEquals(List.of(), link.hear(ArpPacket.request(THIRD, OTHER, VIP)));
            link.runFor(Duration.ofMillis(100));
        }
        assertEquals(List.of(SEND_PROBE, SEND_PROBE, SEND_PROBE, READY), link.effects());
    }

    @Test
    void section2_1_1AfterTenConflictsAttemptsStartAMinuteApart() {
        TestLink link = TestLink.rfc(DefencePolicy.ONCE).start();
        MonotonicTime attempt = link.now;
        for (int conflict = 1; conflict <= 14; conflict++) {
            link.runFor(Duration.ofMillis(1_500));
            MonotonicTime at = link.now;
            assertEquals(List.of(CONFLICT), link.hear(CLAIM));
            MonotonicTime next = link.claim.nextTimeout();
            if (conflict < 10) {
                assertWithin(Duration.ofSeconds(1), Duration.ofSeconds(2), at.until(next));
            } else {
                assertEquals(Duration.ofSeconds(60), attempt.until(next), "conflict " + conflict);
            }
            link.runUntil(next);
            assertEquals(AcdState.PROBING, link.claim.state());
            attempt = next;
        }
    }

    @Test
    void neitherThePauseNorTheCountIsEvadedByAStopAndStart() {
        TestLink link = TestLink.rfc(DefencePolicy.ONCE);
        MonotonicTime due = link.now;
        for (int conflict = 1; conflict <= 10; conflict++) {
            link.start();
            link.runUntil(due);
            assertEquals(AcdState.PROBING, link.claim.state());
            link.hear(CLAIM);
            due = link.claim.nextTimeout();
            link.claim.stop();
            assertEquals(MonotonicTime.NEVER, link.claim.nextTimeout());
        }
        link.start();
        assertEquals(AcdState.CONFLICT, link.claim.state());
        assertEquals(due, link.claim.nextTimeout());
        assertEquals(Duration.ofSeconds(60), link.now.until(due));
    }

    @Test
    void theCountOfConflictsEndsWhenTheAddressIsDefendedInPeace() {
        TestLink link = TestLink.rfc(DefencePolicy.ONCE).start();
        for (int conflict = 1; conflict <= 9; conflict++) {
            link.hear(CLAIM);
            link.runUntilState(AcdState.PROBING);
        }
        link.runUntilState(AcdState.READY).configured().runUntilState(AcdState.DEFENDING);
        link.claim.stop();
        link.start();
        link.hear(CLAIM);
        assertWithin(Duration.ofSeconds(1), Duration.ofSeconds(2), link.now.until(link.claim.nextTimeout()));
    }

    @Test
    void section2_3TwoAnnouncementsTwoSecondsApartAndNoneBeforeConfigured() {
        for (AcdTiming timing : List.of(AcdTiming.RFC5227, AcdTiming.FAST)) {
            TestLink link = new TestLink(timing, DefencePolicy.ONCE, 1).start();
            link.runFor(Duration.ofSeconds(30));
            assertEquals(List.of(SEND_PROBE, SEND_PROBE, SEND_PROBE, READY), link.effects());
            MonotonicTime configured = link.now;
            link.configured().runFor(Duration.ofMinutes(10));
            assertEquals(List.of(configured, configured.plus(Duration.ofSeconds(2))), link.timesOf(ANNOUNCE));
            assertEquals(6, link.log.size());
            assertEquals(AcdState.DEFENDING, link.claim.state());
        }
    }

    @Test
    void section2_3TheSecondAnnouncementKeepsItsDistanceToWhenTheFirstLeft() {
        TestLink link = new TestLink(AcdTiming.FAST, DefencePolicy.ONCE, 1).start();
        link.runFor(Duration.ofSeconds(1));
        link.configured().runFor(Duration.ofMillis(1_500));
        link.claim.announced(link.now); // held back by the pace for so long
        MonotonicTime left = link.now;
        link.runFor(Duration.ofSeconds(10));
        assertEquals(left.plus(Duration.ofSeconds(2)), link.timesOf(ANNOUNCE).get(1));
        link.claim.announced(link.now);
        assertEquals(AcdState.DEFENDING, link.claim.state());
        assertEquals(MonotonicTime.NEVER, link.claim.nextTimeout());
    }

    @Test
    void anAdoptedAddressIsAnnouncedTwiceWithoutProbing() {
        TestLink link = TestLink.rfc(DefencePolicy.ONCE);
        assertEquals(List.of(ANNOUNCE), link.claim.adopt(link.now));
        link.runFor(Duration.ofSeconds(100));
        assertEquals(List.of(ANNOUNCE), link.effects());
        assertEquals(AcdState.DEFENDING, link.claim.state());
    }

    @Test
    void section2_4aNeverCeasesAtOnce() {
        TestLink link = defending(DefencePolicy.NEVER);
        assertEquals(List.of(LOST), link.hear(CLAIM));
        assertSilent(link);
    }

    @Test
    void section2_4bOnceDefendsAndCeasesAtTheSecondWithinTenSeconds() {
        TestLink link = defending(DefencePolicy.ONCE);
        assertEquals(List.of(DEFEND), link.hear(CLAIM));
        link.runFor(Duration.ofMillis(9_900));
        assertEquals(List.of(LOST), link.hear(CLAIM));
        assertSilent(link);
    }

    @Test
    void section2_4bOnceDefendsAgainAfterTenSeconds() {
        TestLink link = defending(DefencePolicy.ONCE);
        assertEquals(List.of(DEFEND), link.hear(CLAIM));
        link.runFor(Duration.ofMillis(10_100));
        assertEquals(List.of(DEFEND), link.hear(CLAIM));
        assertEquals(AcdState.DEFENDING, link.claim.state());
    }

    @Test
    void section2_4bTenSecondsExactlyAreWithinTenSeconds() {
        TestLink link = defending(DefencePolicy.ONCE);
        link.hear(CLAIM);
        link.runFor(Duration.ofSeconds(10));
        assertEquals(List.of(LOST), link.hear(CLAIM));
    }

    @Test
    void section2_4cAlwaysDefendsOncePerTenSecondsAndStays() {
        TestLink link = defending(DefencePolicy.ALWAYS);
        for (int i = 0; i < 50; i++) {
            link.hear(CLAIM);
            link.runFor(Duration.ofMillis(180));
        }
        assertEquals(1, link.timesOf(DEFEND).size());
        for (int i = 0; i < 500; i++) {
            link.hear(CLAIM);
            link.runFor(Duration.ofMillis(180));
        }
        List<MonotonicTime> defences = link.timesOf(DEFEND);
        assertEquals(10, defences.size());
        for (int i = 1; i < defences.size(); i++) {
            assertTrue(defences.get(i - 1).until(defences.get(i)).compareTo(Duration.ofSeconds(10)) > 0);
        }
        assertEquals(AcdState.DEFENDING, link.claim.state());
    }

    @ParameterizedTest
    @EnumSource(DefencePolicy.class)
    void section2_4CountsOnlyThirdHosts(DefencePolicy policy) {
        TestLink link = defending(policy);
        link.log.clear();
        link.hear(ArpPacket.announcement(OWN_SECOND_CARD, VIP));
        link.hear(ArpPacket.probe(THIRD, VIP));
        link.hear(ArpPacket.request(THIRD, OTHER, VIP));
        link.hear(ArpPacket.announcement(THIRD, OTHER));
        assertEquals(List.of(), link.effects());
    }

    @Test
    void thePeerIsARivalOncePerDefendIntervalAndNeverAConflict() {
        TestLink link = defending(DefencePolicy.NEVER);
        link.log.clear();
        for (int i = 0; i < 21; i++) {
            link.hear(ArpPacket.announcement(PEER, VIP));
            link.runFor(Duration.ofSeconds(1));
        }
        AcdEffect rival = new AcdEffect.RivalPeer(VIP, PEER);
        assertEquals(List.of(rival, rival), link.effects());
        assertEquals(AcdState.DEFENDING, link.claim.state());
    }

    @Test
    void thePeersKernelIsReportedOncePerAttemptAndDoesNotStopIt() {
        TestLink link = TestLink.rfc(DefencePolicy.ONCE).start();
        for (int i = 0; i < 70; i++) {
            link.hear(ArpPacket.replyTo(ArpPacket.probe(OWN, VIP), PEER));
            link.hear(ArpPacket.probe(PEER, VIP));
            link.runFor(Duration.ofMillis(100));
        }
        AcdEffect held = new AcdEffect.HeldByPeer(VIP, PEER);
        assertEquals(List.of(held, SEND_PROBE, SEND_PROBE, SEND_PROBE, READY), link.effects());
        link.claim.stop();
        link.start();
        assertEquals(List.of(held), link.hear(ArpPacket.announcement(PEER, VIP)));
    }

    @Test
    void aDroppedProbeIsNotCountedAsSent() {
        AddressClaim claim = new AddressClaim(VIP, AcdTiming.RFC5227, DefencePolicy.ONCE, new Random(3));
        claim.start(new MonotonicTime(0));
        int sent = 0;
        Random loss = new Random(5);
        for (int handedOver = 0; claim.state() != AcdState.SETTLING; handedOver++) {
            MonotonicTime now = claim.nextTimeout();
            assertEquals(List.of(SEND_PROBE), claim.onTimeout(now));
            assertEquals(MonotonicTime.NEVER, claim.nextTimeout(), "an answer is outstanding");
            boolean left = handedOver > 10 && loss.nextBoolean();
            claim.probeSent(left, now);
            sent += left ? 1 : 0;
            if (!left) {
                Duration pause = now.until(claim.nextTimeout());
                assertWithin(Duration.ofMillis(100), Duration.ofSeconds(1), pause);
            }
        }
        assertEquals(3, sent);
    }

    @Test
    void theGapCountsFromTheMomentTheProbeReallyLeft() {
        AddressClaim claim = new AddressClaim(VIP, AcdTiming.RFC5227, DefencePolicy.ONCE, new Random(3));
        claim.start(new MonotonicTime(0));
        for (int probe = 1; probe <= 3; probe++) {
            claim.onTimeout(claim.nextTimeout());
            MonotonicTime left = new MonotonicTime(probe * 100_000_000_000L);
            claim.probeSent(true, left);
            Duration gap = left.until(claim.nextTimeout());
            assertWithin(Duration.ofSeconds(1), Duration.ofSeconds(2), gap);
        }
        assertEquals(AcdState.SETTLING, claim.state());
    }

    @Test
    void theAnswerAboutAProbeOfABrokenOffAttemptIsIgnored() {
        AddressClaim claim = new AddressClaim(VIP, AcdTiming.RFC5227, DefencePolicy.ONCE, new Random(3));
        claim.start(new MonotonicTime(0));
        MonotonicTime now = claim.nextTimeout();
        claim.onTimeout(now);
        claim.onPacket(CLAIM, TestLink.STATIONS, now);
        MonotonicTime retry = claim.nextTimeout();
        assertEquals(List.of(), claim.probeSent(true, now));
        assertEquals(AcdState.CONFLICT, claim.state());
        assertEquals(retry, claim.nextTimeout());
    }

    @Test
    void afterALossTheNextAttemptWaitsLikeAfterAConflict() {
        TestLink link = defending(DefencePolicy.NEVER);
        link.hear(CLAIM);
        link.start();
        assertEquals(AcdState.CONFLICT, link.claim.state());
        assertWithin(Duration.ofSeconds(1), Duration.ofSeconds(2), link.now.until(link.claim.nextTimeout()));
    }

    @Test
    void anAddressNoHostCanHaveIsRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new AddressClaim(Ipv4Address.ANY, AcdTiming.FAST, DefencePolicy.ONCE, new Random(1)));
    }

    private static TestLink defending(DefencePolicy policy) {
        TestLink link = TestLink.rfc(policy).start().runUntilState(AcdState.READY);
        return link.configured().runUntilState(AcdState.DEFENDING);
    }

    private static void assertSilent(TestLink link) {
        link.log.clear();
        assertEquals(AcdState.LOST, link.claim.state());
        link.hear(CLAIM);
        link.runFor(Duration.ofMinutes(10));
        assertEquals(List.of(), link.effects());
    }

    private static Duration gap(TestLink link, int index) {
        return link.log.get(index).at().until(link.log.get(index + 1).at());
    }

    private static void assertWithin(Duration min, Duration max, Duration actual) {
        boolean within = actual.compareTo(min) >= 0 && actual.compareTo(max) <= 0;
        assertTrue(within, actual + " is not within " + min + " and " + max);
    }
}
