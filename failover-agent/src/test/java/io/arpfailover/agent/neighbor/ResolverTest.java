package io.arpfailover.agent.neighbor;

import static io.arpfailover.agent.neighbor.TestResolver.ASK_ALL;
import static io.arpfailover.agent.neighbor.TestResolver.ASK_IT;
import static io.arpfailover.agent.neighbor.TestResolver.IP;
import static io.arpfailover.agent.neighbor.TestResolver.MAC;
import static io.arpfailover.agent.neighbor.TestResolver.MAC_2;
import static io.arpfailover.agent.neighbor.TestResolver.OURS;
import static io.arpfailover.agent.neighbor.TestResolver.OWN;
import static io.arpfailover.agent.neighbor.TestResolver.THIRD;
import static io.arpfailover.agent.neighbor.TestResolver.THIRD_MAC;
import static io.arpfailover.agent.neighbor.TestResolver.UNREACHABLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.agent.wire.ArpPacket;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What RFC 826 and RFC 1122 ask of a resolver, and what Linux adds, rule by rule. */
class ResolverTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MILLISECOND = Duration.ofMillis(1);

    private final TestResolver link = TestResolver.linux();

    /** RFC 826 "Packet Reception": the merge comes before the look at the target. */
    @Test
    void aKnownNeighbourThatTellsAThirdPartyIsUpdated() {
        link.reachable().runFor(Duration.ofSeconds(2));
        link.hear(TestResolver.request(MAC_2, THIRD));
        assertEquals(Optional.of(MAC_2), link.view().mac());
    }

    @Test
    void anUnknownOneThatTellsAThirdPartyIsNotLearned() {
        assertEquals(List.of(), link.hear(TestResolver.request(MAC, THIRD)));
        assertEquals(List.of(), link.hear(TestResolver.announcement(MAC)));
        assertEquals(0, link.resolver.size());
    }

    @Test
    void whoAsksForUsIsLearnedAlsoWhenTheKernelAnswers() {
        assertEquals(List.of(), link.hear(TestResolver.request(MAC, TestResolver.SOURCE)));
        assertEquals(new Lookup.Found(MAC), link.resolver.lookup(IP, link.now));
        assertEquals(1, link.resolver.counters().learned());
    }

    @Test
    void aReplyToNoQuestionIsNotLearned() {
        assertEquals(List.of(), link.hear(TestResolver.reply(MAC)));
        assertEquals(0, link.resolver.size());
    }

    /** RFC 5227 section 1.1: nobody learns from a probe; section 2.5: it is answered all the same. */
    @Test
    void aProbeForOurAddressIsAnsweredAndTeachesNothing() {
        ArpPacket probe = ArpPacket.probe(MAC, OURS);
        ArpFrame reply = ArpFrame.unicast(MAC, ArpPacket.replyTo(probe, OWN));
        assertEquals(List.of(new NeighborEffect.Answer<String>(reply)), link.hear(ArpFrame.broadcast(probe)));
        assertEquals(0, link.resolver.size());
    }

    /** Its own echo, and whoever claims its address: a conflict, which is not the resolver's to settle. */
    @Test
    void neitherItsEchoNorARivalMeansAnything() {
        assertEquals(List.of(), link.hear(ArpFrame.broadcast(ArpPacket.request(OWN, IP, OURS))));
        assertEquals(List.of(), link.hear(ArpFrame.broadcast(ArpPacket.announcement(MAC, OURS))));
        assertEquals(List.of(), link.hear(ArpFrame.broadcast(ArpPacket.request(MAC, TestResolver.SOURCE, OURS))));
        assertEquals(0, link.resolver.size());
    }

    /** A sniffer test, or a bridge that floods: Linux drops such frames before ARP sees them. */
    @Test
    void framesForOtherStationsMeanNothing() {
        ArpPacket question = ArpPacket.request(MAC, IP, OURS);
        assertEquals(List.of(), link.hear(ArpFrame.unicast(THIRD_MAC, question)));
        assertEquals(List.of(), link.hear(ArpFrame.unicast(MacAddress.parse("ff:ff:ff:ff:ff:fe"), question)));
        assertEquals(0, link.resolver.size());
    }

    /** RFC 1122 section 2.3.2.1: at most one request a second for one destination. */
    @Test
    void aThousandPacketsToAnAbsentHostInASecondAreOneRequest() {
        for (int i = 0; i < 1000; i++) {
            link.send("p" + i);
            link.runFor(MILLISECOND.dividedBy(2));
        }
        assertEquals(1, link.timesOf(ASK_ALL).size());
        assertEquals(1, link.resolver.counters().asked());
        assertEquals(999, link.resolver.counters().coalesced());
        assertEquals(101, link.view().queued());
    }

    @Test
    void neitherFailureNorFlushNorRemovalNorALostLinkBringsRequestsCloser() {
        for (int i = 0; i < 2000; i++) {
            link.send("p");
            switch (i % 5) {
                case 0 -> link.resolver.flush(IP, link.now);
                case 1 -> link.resolver.remove(IP, link.now);
                case 2 -> link.resolver.linkDown(link.now);
                case 3 -> link.hear(TestResolver.reply(MAC));
                default -> link.verify();
            }
            link.runFor(Duration.ofMillis(7));
        }
        List<MonotonicTime> asked = link.log.stream()
                .filter(logged -> logged.effect() instanceof NeighborEffect.Ask<String>)
                .map(TestResolver.Logged::at)
                .toList();
        assertTrue(asked.size() > 5, "asked " + asked.size());
        for (int i = 1; i < asked.size(); i++) {
            assertTrue(asked.get(i).hasReached(asked.get(i - 1).plus(SECOND)), "requests " + i);
        }
    }

    /** RFC 1122 section 2.3.2.2, and the text-book's 32 kilobytes in 22 fragments. */
    @Test
    void twentyTwoFragmentsAreOneRequestAndLeaveInOrder() {
        String[] fragments = IntStream.range(0, 22)
                .mapToObj(i -> "%02d".formatted(i) + "x".repeat(1478))
                .toArray(String[]::new);
        for (String fragment : fragments) {
            link.send(fragment);
        }
        assertEquals(List.of(ASK_ALL), link.effects());
        assertEquals(
                List.of(
                        new NeighborEffect.Resolved<String>(IP, MAC, Evidence.UNICAST_REPLY),
                        TestResolver.deliver(fragments)),
                link.hear(TestResolver.reply(MAC)));
        assertEquals(0, link.view().queued());
        assertEquals(22, link.resolver.counters().delivered());
    }

    @Test
    void theOldestPacketsGoWhenTooManyWait() {
        TestResolver small = TestResolver.withLimits(new ResolverLimits(128, 512, 1024, 2, 10, 20));
        small.send("a");
        small.send("b");
        assertEquals(List.of(TestResolver.drop(DropCause.QUEUE_FULL, "a")), small.send("c"));
        assertEquals(List.of(TestResolver.drop(DropCause.QUEUE_FULL, "b", "c")), small.send("0123456789"));
        assertEquals(
                List.of(TestResolver.drop(DropCause.QUEUE_FULL, "0123456789", "too large!!")),
                small.send("too large!!"));
        assertEquals(5, small.resolver.counters().dropped());
        assertEquals(0, small.view().queued());
    }

    @Test
    void allQueuesTogetherAreBoundedToo() {
        TestResolver small = TestResolver.withLimits(new ResolverLimits(128, 512, 1024, 10, 10, 15));
        small.resolver.resolve(THIRD, "0123456789", small.now);
        assertEquals(List.of(ASK_ALL), small.send("12345"));
        assertEquals(List.of(TestResolver.drop(DropCause.QUEUE_FULL, "12345")), small.send("6"));
    }

    /** RFC 1122 section 2.3.2.2: a missing entry is no reason to call a host unreachable; three silent seconds are. */
    @Test
    void anAbsentHostIsUnreachableAfterThreeRequestsAndNotBefore() {
        link.send("p");
        MonotonicTime start = link.now;
        assertEquals(List.of(ASK_ALL, ASK_ALL), link.runFor(Duration.ofMillis(2_999)));
        assertEquals(new Lookup.Pending(), link.resolver.lookup(IP, link.now));
        assertEquals(List.of(UNREACHABLE, TestResolver.drop(DropCause.UNREACHABLE, "p")), link.runFor(MILLISECOND));
        assertEquals(List.of(start, start.plus(SECOND), start.plus(SECOND.multipliedBy(2))), link.timesOf(ASK_ALL));
        assertEquals(new Lookup.Unreachable(), link.resolver.lookup(IP, link.now));
    }

    @Test
    void anUnreachableHostIsAskedForAgainWhenTheNegativeTimeIsOver() {
        link.send("p");
        link.runUntil(NeighborState.FAILED).runFor(Duration.ofMillis(4_999));
        assertEquals(List.of(TestResolver.drop(DropCause.UNREACHABLE, "q")), link.send("q"));
        link.runFor(MILLISECOND);
        assertEquals(0, link.resolver.size());
        assertEquals(new Lookup.Unknown(), link.resolver.lookup(IP, link.now));
        assertEquals(List.of(ASK_ALL), link.send("r"));
    }

    @Test
    void anUnreachableHostThatSpeaksIsReachableAgain() {
        link.send("p");
        link.runUntil(NeighborState.FAILED);
        link.hear(TestResolver.announcement(MAC));
        assertEquals(List.of(TestResolver.deliver("q")), link.send("q"));
    }

    /** RFC 1122 section 2.3.2.1 "Unicast Poll": the last known address first, then everybody, then it is gone. */
    @Test
    void aNeighbourThatFallsSilentIsAskedThenEverybodyThenItIsGone() {
        link.reachable().runFor(Duration.ofSeconds(20));
        assertEquals(List.of(ASK_IT), link.verify());
        assertEquals(
                List.of(ASK_IT, ASK_IT, ASK_ALL, ASK_ALL, ASK_ALL, UNREACHABLE), link.runFor(Duration.ofSeconds(6)));
        assertEquals(Optional.empty(), link.view().mac());
    }

    @Test
    void aNeighbourInUseIsPolledBeforeItsTimeIsOver() {
        link.reachable();
        for (int i = 0; i < 60; i++) {
            link.runFor(SECOND);
            if (link.state() == NeighborState.PROBE) {
                assertEquals(
                        List.of(new NeighborEffect.Confirmed<String>(IP, MAC)), link.hear(TestResolver.reply(MAC)));
            }
            assertEquals(NeighborState.REACHABLE, link.state());
            link.send("p" + i);
        }
        assertTrue(link.timesOf(ASK_IT).size() >= 1);
        assertEquals(0, link.timesOf(ASK_ALL).size());
        assertEquals(60, link.resolver.counters().hits());
        assertEquals(1.0, link.resolver.counters().hitRate());
    }

    @Test
    void anIdleNeighbourTurnsStaleWithoutAFrame() {
        link.reachable();
        assertEquals(List.of(), link.runFor(Duration.ofSeconds(45)));
        assertEquals(NeighborState.STALE, link.state());
    }

    /** A used stale entry is asked after five seconds, unless somebody above confirms it. */
    @Test
    void whoIsConfirmedFromAboveIsNotAsked() {
        link.reachable().runUntil(NeighborState.STALE);
        link.send("p");
        link.runFor(Duration.ofMillis(4_999));
        link.resolver.confirm(IP, link.now);
        assertEquals(List.of(), link.runFor(Duration.ofSeconds(5)));
        assertEquals(NeighborState.REACHABLE, link.state());
    }

    @Test
    void aStaleNeighbourThatIsUsedIsAskedAfterFiveSeconds() {
        link.reachable().runUntil(NeighborState.STALE);
        link.send("p");
        assertEquals(List.of(), link.runFor(Duration.ofMillis(4_999)));
        assertEquals(List.of(ASK_IT), link.runFor(MILLISECOND));
    }

    /** Linux's locktime: of two answers to one question the first one counts. */
    @Test
    void aYoungMacIsChangedByAnAnnouncementOnly() {
        link.reachable().runFor(Duration.ofMillis(999));
        assertEquals(List.of(), link.hear(TestResolver.reply(MAC_2)));
        assertEquals(Optional.of(MAC), link.view().mac());
        assertEquals(1, link.resolver.counters().locked());
        link.hear(TestResolver.announcement(MAC_2));
        assertEquals(Optional.of(MAC_2), link.view().mac());
    }

    @Test
    void withoutALocktimeTheLastWordCounts() {
        TestResolver rfc = new TestResolver(
                TestResolver.STATION, ResolverTiming.DEFAULT.withLocktime(Duration.ZERO), ResolverLimits.DEFAULT);
        rfc.reachable().hear(TestResolver.reply(MAC_2));
        assertEquals(Optional.of(MAC_2), rfc.view().mac());
    }

    /** RFC 5944 section 4.6 gives a reply that announces its sender as its target. */
    @Test
    void aReplyFormAnnouncementCountsOnlyInItsShape() {
        link.reachable();
        link.hear(ArpFrame.broadcast(
                new ArpPacket(io.arpfailover.agent.wire.Operation.REPLY, MAC_2, IP, MacAddress.BROADCAST, IP)));
        assertEquals(Optional.of(MAC), link.view().mac());
        link.hear(ArpFrame.broadcast(ArpPacket.announcementReply(MAC_2, IP)));
        assertEquals(Optional.of(MAC_2), link.view().mac());
    }

    @Test
    void aNeighbourThatChangesAThousandTimesASecondIsReportedOnceASecond() {
        link.reachable();
        link.runFor(SECOND);
        for (int i = 0; i < 3000; i++) {
            link.hear(TestResolver.announcement(i % 2 == 0 ? MAC_2 : MAC));
            link.runFor(MILLISECOND);
        }
        link.hear(TestResolver.announcement(THIRD_MAC));
        link.runFor(Duration.ofSeconds(2));
        List<NeighborEffect<String>> changes = link.effects();
        assertEquals(5, changes.size(), changes::toString);
        assertEquals(new NeighborEffect.Changed<String>(IP, MAC, MAC_2, 1), changes.get(0));
        NeighborEffect.Changed<String> last = (NeighborEffect.Changed<String>) changes.get(4);
        assertEquals(THIRD_MAC, last.to());
        assertEquals(3001, link.resolver.counters().changed());
        assertEquals(MonotonicTime.NEVER, link.resolver.nextTimeout());
    }

    @Test
    void aStaticEntryStandsAndSaysWhoContradictsItOnceASecond() {
        link.resolver.putStatic(IP, MAC, link.now);
        for (int i = 0; i < 1500; i++) {
            link.hear(TestResolver.announcement(MAC_2));
            link.runFor(MILLISECOND);
        }
        NeighborEffect<String> contradicted = new NeighborEffect.Contradicted<>(IP, MAC, MAC_2);
        assertEquals(List.of(contradicted, contradicted), link.effects());
        assertEquals(1500, link.resolver.counters().contradicted());
        assertTrue(link.view().isStatic());
        assertEquals(List.of(TestResolver.deliver("p")), link.send("p"));
        link.resolver.flushAll(link.now);
        link.resolver.linkDown(link.now);
        assertEquals(new Lookup.Found(MAC), link.resolver.lookup(IP, link.now));
    }

    @Test
    void withoutAnAddressItAsksInProbeForm() {
        OwnStation nameless = new OwnStation(OWN, Optional.empty(), Set.of());
        TestResolver quiet = new TestResolver(nameless, ResolverTiming.DEFAULT, ResolverLimits.DEFAULT);
        ArpPacket probe = ArpPacket.probe(OWN, IP);
        assertEquals(List.of(new NeighborEffect.Ask<String>(IP, ArpFrame.broadcast(probe))), quiet.send("p"));
        quiet.hear(ArpFrame.unicast(OWN, ArpPacket.replyTo(probe, MAC)));
        assertEquals(NeighborState.REACHABLE, quiet.state());
    }

    @Test
    void aQuestionThatDidNotLeaveDoesNotCount() {
        link.send("p");
        for (int i = 0; i < 10; i++) {
            link.resolver.notSent(IP);
            assertEquals(List.of(ASK_ALL), link.runFor(SECOND));
        }
        assertEquals(List.of(ASK_ALL, ASK_ALL), link.runFor(Duration.ofSeconds(2)));
        assertEquals(List.of(UNREACHABLE, TestResolver.drop(DropCause.UNREACHABLE, "p")), link.runFor(SECOND));
        assertEquals(10, link.resolver.counters().notSent());
    }

    @Test
    void afterAChangeOfOurMacOpenQuestionsAreAskedAgainWithTheNewOne() {
        link.send("p");
        link.resolver.macChanged(TestResolver.OWN_NEW, link.now);
        ArpPacket question = ArpPacket.request(TestResolver.OWN_NEW, TestResolver.SOURCE, IP);
        assertEquals(List.of(new NeighborEffect.Ask<String>(IP, ArpFrame.broadcast(question))), link.runFor(SECOND));
        assertEquals(List.of(), link.hear(TestResolver.reply(MAC)), "an answer to the old one");
        assertEquals(
                2,
                link.hear(ArpFrame.unicast(TestResolver.OWN_NEW, ArpPacket.replyTo(question, MAC)))
                        .size());
    }

    /** The order in which `ip -s neigh` gives them: used, confirmed, updated. */
    @Test
    void anEntryTellsItsAges() {
        link.reachable().runFor(SECOND);
        link.send("p");
        link.runFor(SECOND);
        NeighborView expected = new NeighborView(
                IP,
                Optional.of(MAC),
                NeighborState.REACHABLE,
                Optional.of(SECOND),
                Optional.of(SECOND.multipliedBy(2)),
                Optional.of(SECOND.multipliedBy(2)),
                1,
                0);
        assertEquals(List.of(expected), link.resolver.neighbors(link.now));
    }

    @Test
    void anAddressNoHostCanHaveIsTheCallersMistake() {
        Ipv4Address group = Ipv4Address.parse("224.0.0.1");
        assertThrows(IllegalArgumentException.class, () -> link.resolver.resolve(group, "p", link.now));
        assertThrows(IllegalArgumentException.class, () -> link.resolver.verify(group, link.now));
    }
}
