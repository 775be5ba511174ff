package io.arpfailover.agent.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.agent.wire.ArpPacket;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.Ipv4Prefix;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProxyArpTest {
    private static final MacAddress OWN = MacAddress.parse("02:00:00:00:00:01");
    private static final MacAddress OWN_SECOND_CARD = MacAddress.parse("02:00:00:00:00:02");
    private static final MacAddress ASKER = MacAddress.parse("02:00:00:00:00:0a");
    private static final MacAddress REAL = MacAddress.parse("02:00:00:00:00:77");
    private static final Ipv4Address ASKER_IP = ip("10.9.0.10");
    private static final Ipv4Address HOST = ip("10.9.0.77");
    private static final Ipv4Address BOUND = ip("10.9.0.78");
    private static final ProxySettings SETTINGS = ProxySettings.of(new ProxiedAddresses(
            List.of(AddressRange.parse("10.9.0.64-10.9.0.255")), List.of(AddressRange.parse("10.9.0.99"))));
    private static final Standpoint HERE =
            new Standpoint(OWN, Set.of(OWN, OWN_SECOND_CARD), List.of(Ipv4Prefix.parse("10.9.0.1/24")));
    private static final ProxyRight ALWAYS = ProxyRight.ALWAYS;

    private MonotonicTime now = new MonotonicTime(0);
    private ProxyArp proxy = new ProxyArp(SETTINGS, Map.of(BOUND, REAL), new Random(1));

    /** One request, and what it comes to. RFC numbers name the source of a rule. */
    private record Row(String what, ArpPacket request, Path path, ProxyRight right, Outcome outcome) {
        @Override
        public String toString() {
            return what;
        }
    }

    private static Stream<Row> rows() {
        ArpPacket usual = ArpPacket.request(ASKER, ASKER_IP, HOST);
        ProxyRight over = new ProxyRight(new MonotonicTime(0));
        return Stream.of(
                new Row("RFC 1027: behind another interface", usual, Path.ELSEWHERE, ALWAYS, Outcome.ANSWERED),
                new Row("RFC 1027 2.3: same interface", usual, Path.SAME_INTERFACE, ALWAYS, Outcome.NOT_BEHIND_US),
                new Row("no route", usual, Path.NOWHERE, ALWAYS, Outcome.NOT_BEHIND_US),
                new Row("our kernel answers", usual, Path.OURSELVES, ALWAYS, Outcome.NOT_BEHIND_US),
                new Row(
                        "RFC 1027 2.4: broadcast address",
                        ArpPacket.request(ASKER, ASKER_IP, ip("10.9.0.255")),
                        Path.ELSEWHERE,
                        ALWAYS,
                        Outcome.RESERVED_ADDRESS),
                new Row(
                        "RFC 5227 2.3: announcement",
                        ArpPacket.announcement(ASKER, HOST),
                        Path.ELSEWHERE,
                        ALWAYS,
                        Outcome.OWN_ADDRESS),
                new Row(
                        "the host asks for itself",
                        ArpPacket.request(REAL, ASKER_IP, BOUND),
                        Path.ELSEWHERE,
                        ALWAYS,
                        Outcome.OWN_ADDRESS),
                new Row(
                        "RFC 5227 2.1.1: probe, bound to nobody",
                        ArpPacket.probe(ASKER, HOST),
                        Path.ELSEWHERE,
                        ALWAYS,
                        Outcome.PROBE),
                new Row(
                        "probe by another for a bound address",
                        ArpPacket.probe(ASKER, BOUND),
                        Path.ELSEWHERE,
                        ALWAYS,
                        Outcome.DEFENDED),
                new Row(
                        "probe by the owner of a bound address",
                        ArpPacket.probe(REAL, BOUND),
                        Path.ELSEWHERE,
                        ALWAYS,
                        Outcome.OWN_ADDRESS),
                new Row("the right is over at its very end", usual, Path.ELSEWHERE, over, Outcome.NO_RIGHT),
                new Row("without a right", usual, Path.ELSEWHERE, ProxyRight.NONE, Outcome.NO_RIGHT));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void eachRequestHasOneOutcome(Row row) {
        List<ProxyEffect> expected = row.outcome() == Outcome.ANSWERED || row.outcome() == Outcome.DEFENDED
                ? List.of(new ProxyEffect.Answer(ArpFrame.unicast(ASKER, ArpPacket.replyTo(row.request(), OWN))))
                : List.of();
        assertEquals(expected, proxy.onFrame(ArpFrame.broadcast(row.request()), HERE, row.path(), row.right(), now));
        assertEquals(Map.of(row.outcome(), 1L), proxy.counters());
        assertEquals(MonotonicTime.NEVER, proxy.nextTimeout());
    }

    @Test
    void whatIsNotProxiedIsNotEvenCounted() {
        for (ArpPacket packet : List.of(
                ArpPacket.request(ASKER, ASKER_IP, ip("10.9.0.63")),
                ArpPacket.request(ASKER, ASKER_IP, ip("10.9.0.99")),
                ArpPacket.request(OWN_SECOND_CARD, ip("10.9.0.1"), HOST),
                ArpPacket.replyTo(ArpPacket.request(ASKER, ASKER_IP, HOST), REAL))) {
            assertEquals(List.of(), proxy.onFrame(ArpFrame.broadcast(packet), HERE, Path.ELSEWHERE, ALWAYS, now));
        }
        assertEquals(Map.of(), proxy.counters());
    }

    @Test
    void onTheSameInterfaceOnlyWhenTold() {
        proxy = new ProxyArp(SETTINGS.alsoOnSameInterface(), Map.of(), new Random(1));
        assertEquals(1, ask(HOST, Path.SAME_INTERFACE).size());
        assertEquals(List.of(), ask(HOST, Path.OURSELVES));
    }

    @Test
    void anAskerHasItsShareOfEachSecond() {
        long answered = IntStream.range(0, 50)
                .mapToLong(i -> ask(HOST, Path.ELSEWHERE).size())
                .sum();
        assertEquals(SETTINGS.answersPerAsker(), answered);
        assertEquals(30L, proxy.counters().get(Outcome.RATE_LIMITED));
        now = now.plus(Duration.ofSeconds(1));
        assertEquals(1, ask(HOST, Path.ELSEWHERE).size());
    }

    @Test
    void aDelayedAnswerComesWithinTheDelayAndTheQueueHolds64() {
        proxy = new ProxyArp(SETTINGS.withDelay(ProxySettings.USUAL_DELAY, true), Map.of(), new Random(1));
        for (int i = 0; i < 70; i++) {
            ArpPacket request =
                    ArpPacket.request(new MacAddress(0x0200_0000_1000L + i), new Ipv4Address(0x0a09_0100 + i), HOST);
            assertEquals(List.of(), proxy.onFrame(ArpFrame.broadcast(request), HERE, Path.ELSEWHERE, ALWAYS, now));
        }
        assertEquals(Map.of(Outcome.CROWDED_OUT, 6L), proxy.counters());
        List<MonotonicTime> times = new ArrayList<>();
        while (!proxy.nextTimeout().equals(MonotonicTime.NEVER)) {
            now = proxy.nextTimeout();
            for (ProxyEffect effect : proxy.onTimeout(HERE, ALWAYS, now)) {
                times.add(now);
                assertTrue(effect instanceof ProxyEffect.Answer answer
                        && answer.frame().destination().equals(MacAddress.BROADCAST));
            }
        }
        assertEquals(ProxyArp.MOST_DELAYED, times.size());
        assertTrue(!new MonotonicTime(0).plus(ProxySettings.USUAL_DELAY).isBefore(now), "after " + now);
        assertTrue(times.stream().distinct().count() > 60, "times are drawn");
    }

    @Test
    void linuxDefaultsAreKept() {
        assertEquals(Duration.ofMillis(800), ProxySettings.USUAL_DELAY, "proxy_delay");
        assertEquals(64, ProxyArp.MOST_DELAYED, "proxy_qlen");
        assertEquals(Duration.ofSeconds(1), SETTINGS.lookupPatience(), "RFC 1122 section 2.3.2.1");
    }

    @Test
    void whoWaitsIsSilencedByAnothersAnswerAndByTheEndOfItsRight() {
        proxy = new ProxyArp(SETTINGS.withDelay(ProxySettings.USUAL_DELAY, true), Map.of(), new Random(1));
        ask(HOST, Path.ELSEWHERE);
        ask(BOUND, Path.ELSEWHERE);
        ArpPacket others = ArpPacket.replyTo(ArpPacket.request(ASKER, ASKER_IP, HOST), REAL);
        assertEquals(List.of(), proxy.onFrame(ArpFrame.broadcast(others), HERE, Path.NOWHERE, ALWAYS, now));
        now = proxy.nextTimeout();
        assertEquals(List.of(), proxy.onTimeout(HERE, new ProxyRight(now), now));
        assertEquals(Map.of(Outcome.SUPPRESSED, 1L, Outcome.NO_RIGHT, 1L), proxy.counters());
    }

    @Test
    void aRequestToUsAloneIsAnsweredAtOnce() {
        proxy = new ProxyArp(SETTINGS.withDelay(ProxySettings.USUAL_DELAY, false), Map.of(), new Random(1));
        ArpFrame poll = ArpFrame.unicast(OWN, ArpPacket.request(ASKER, ASKER_IP, HOST));
        assertEquals(1, proxy.onFrame(poll, HERE, Path.ELSEWHERE, ALWAYS, now).size());
    }

    @Test
    void anUnknownMacIsAskedForOnceAndItsAnswerIsRelayedAndLearned() {
        real();
        assertEquals(List.of(new ProxyEffect.AskUpstream(HOST)), ask(HOST, Path.SAME_INTERFACE));
        assertEquals(List.of(), ask(HOST, Path.SAME_INTERFACE), "the question is out");
        assertEquals(List.of(new ProxyEffect.Learned(HOST, REAL), reply(HOST, REAL)), hear(HOST, REAL), "relayed once");
        assertEquals(List.of(reply(HOST, REAL)), ask(HOST, Path.SAME_INTERFACE), "from our own table");
        assertEquals(MonotonicTime.NEVER, proxy.nextTimeout());
    }

    @Test
    void aQuestionNobodyAnswersEndsInSilence() {
        real();
        ask(HOST, Path.SAME_INTERFACE);
        now = proxy.nextTimeout();
        assertEquals(new MonotonicTime(0).plus(SETTINGS.lookupPatience()), now);
        assertEquals(List.of(new ProxyEffect.NotFound(HOST)), proxy.onTimeout(HERE, ALWAYS, now));
        assertEquals(List.of(), hear(HOST, REAL), "too late to be learned");
        assertEquals(List.of(new ProxyEffect.AskUpstream(HOST)), ask(HOST, Path.SAME_INTERFACE));
    }

    @Test
    void whatIsKnownIsKeptUpToDateAndWhatIsOldIsNotAnsweredWith() {
        real();
        ask(HOST, Path.SAME_INTERFACE);
        hear(HOST, REAL);
        MacAddress moved = MacAddress.parse("02:00:00:00:00:88");
        assertEquals(List.of(new ProxyEffect.Learned(HOST, moved)), hear(HOST, moved));
        assertEquals(List.of(reply(HOST, moved)), ask(HOST, Path.SAME_INTERFACE));
        now = now.plus(SETTINGS.oldestBinding());
        assertEquals(List.of(reply(HOST, moved)), ask(HOST, Path.SAME_INTERFACE));
        now = now.plus(Duration.ofNanos(1));
        assertEquals(List.of(new ProxyEffect.AskUpstream(HOST)), ask(HOST, Path.SAME_INTERFACE));
    }

    @Test
    void aConfiguredMacIsNeverReplaced() {
        real();
        assertEquals(List.of(), hear(BOUND, ASKER));
        assertEquals(List.of(reply(BOUND, REAL)), ask(BOUND, Path.SAME_INTERFACE));
    }

    @Test
    void fromAllFramesItLearnsOnlyWhenTold() {
        real();
        assertEquals(List.of(), hear(HOST, REAL));
        proxy = new ProxyArp(SETTINGS.withRealMacs(true), Map.of(), new Random(1));
        assertEquals(List.of(new ProxyEffect.Learned(HOST, REAL)), hear(HOST, REAL));
        assertEquals(List.of(reply(HOST, REAL)), ask(HOST, Path.SAME_INTERFACE));
    }

    @Test
    void whoGetsTheRightAnnouncesWhatWasAskedForBelowFifteenFramesASecond() {
        ask(HOST, Path.ELSEWHERE, ProxyRight.NONE);
        ask(BOUND, Path.ELSEWHERE, ProxyRight.NONE);
        proxy.rightBegan(now);
        assertEquals(List.of(new ProxyEffect.Announce(HOST)), proxy.onTimeout(HERE, ALWAYS, proxy.nextTimeout()));
        now = now.plus(Duration.ofMillis(150));
        assertEquals(now, proxy.nextTimeout());
        assertEquals(List.of(), proxy.onTimeout(HERE, ProxyRight.NONE, now), "lost again");
        assertEquals(MonotonicTime.NEVER, proxy.nextTimeout());
    }

    private void real() {
        proxy = new ProxyArp(SETTINGS.withRealMacs(false), Map.of(BOUND, REAL), new Random(1));
    }

    private List<ProxyEffect> ask(Ipv4Address address, Path path) {
        return ask(address, path, ALWAYS);
    }

    private List<ProxyEffect> ask(Ipv4Address address, Path path, ProxyRight right) {
        return proxy.onFrame(ArpFrame.broadcast(ArpPacket.request(ASKER, ASKER_IP, address)), HERE, path, right, now);
    }

    /** An answer to us. */
    private List<ProxyEffect> hear(Ipv4Address address, MacAddress mac) {
        ArpPacket answer = ArpPacket.replyTo(ArpPacket.request(OWN, ip("10.9.0.1"), address), mac);
        return proxy.onFrame(ArpFrame.unicast(OWN, answer), HERE, Path.NOWHERE, ALWAYS, now);
    }

    private static ProxyEffect reply(Ipv4Address address, MacAddress mac) {
        ArpPacket packet = ArpPacket.replyTo(ArpPacket.request(ASKER, ASKER_IP, address), mac);
        return new ProxyEffect.Answer(new ArpFrame(ASKER, OWN, Optional.empty(), packet));
    }

    private static Ipv4Address ip(String text) {
        return Ipv4Address.parse(text);
    }
}
