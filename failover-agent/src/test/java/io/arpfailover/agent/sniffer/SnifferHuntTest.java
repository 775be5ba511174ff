package io.arpfailover.agent.sniffer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.agent.announce.Pace;
import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.agent.wire.ArpPacket;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SnifferHuntTest {
    private static final String SUSPECT = "10.77.0.9";

    private final TestLan lan = new TestLan();

    /** The ninth place is the station that does not exist. */
    @ParameterizedTest
    @CsvSource({
        "1_____1_,  NOT_PROMISCUOUS, HIGH", // Linux, macOS
        "1_______,  NOT_PROMISCUOUS, HIGH", // joined not even all hosts
        "1____111,  NOT_PROMISCUOUS, MEDIUM",
        "1_____11,  NOT_PROMISCUOUS, MEDIUM",
        "1____11_,  NOT_PROMISCUOUS, MEDIUM",
        "11111111,  PROMISCUOUS,     HIGH",
        "111111111, PROMISCUOUS,     HIGH",
        "1_______1, PROMISCUOUS,     HIGH",
        "111___1_,  PROMISCUOUS,     MEDIUM", // Windows
        "1_1___1_,  INCONCLUSIVE,    LOW", // Windows with a capture driver
        "11____1_,  INCONCLUSIVE,    LOW",
        "1___1_1_,  INCONCLUSIVE,    LOW",
        "1111111_,  INCONCLUSIVE,    LOW"
    })
    void judgesByThePattern(String passes, Verdict verdict, Confidence confidence) {
        lan.host(SUSPECT, TestLan.CARD, passes);
        SnifferFinding finding = lan.finding(SUSPECT);
        assertEquals(verdict, finding.verdict(), finding.why());
        assertEquals(confidence, finding.confidence());
        assertEquals(passes.substring(0, 8), finding.pattern().signature());
        assertEquals(Optional.of(TestLan.CARD), finding.mac());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "02:42:0a:4d:00:09", "52:54:00:12:34:56", "00:50:56:00:00:01", "00:0c:29:00:00:01", "00:15:5d:00:00:01",
                "00:16:3e:00:00:01", "08:00:27:00:00:01", "00:1c:42:00:00:01", "00:1a:4a:00:00:01", "00:00:5e:00:01:07"
            })
    void anOpenFilterOfAVirtualInterfaceProvesNothing(String mac) {
        lan.host(SUSPECT, MacAddress.parse(mac), "11111111");
        SnifferFinding finding = lan.finding(SUSPECT);
        assertEquals(Verdict.INCONCLUSIVE, finding.verdict());
        assertEquals("11111111", finding.pattern().signature());
        assertTrue(finding.why().contains("MAC"), finding.why());
    }

    @Test
    void norDoesOneSeenThroughAVirtualInterface() {
        lan.medium = Medium.virtual("a virtual interface (veth)");
        lan.host(SUSPECT, TestLan.CARD, "11111111");
        SnifferFinding finding = lan.finding(SUSPECT);
        assertEquals(Verdict.INCONCLUSIVE, finding.verdict());
        assertTrue(finding.why().contains("(veth)"), finding.why());
    }

    @Test
    void aClosedFilterIsOneAlsoOfAVirtualInterface() {
        lan.medium = Medium.virtual("a virtual interface (veth)");
        lan.host(SUSPECT, MacAddress.parse("02:42:0a:4d:00:09"), "1_____1_");
        assertEquals(Verdict.NOT_PROMISCUOUS, lan.finding(SUSPECT).verdict());
    }

    @Test
    void whoDoesNotAnswerIsSilentAndAskedThreeTimesOnly() {
        SnifferFinding finding = lan.finding(SUSPECT);
        assertEquals(Verdict.SILENT, finding.verdict());
        assertEquals(Optional.empty(), finding.mac());
        assertEquals(3, lan.asked.size());
    }

    @Test
    void whoAnswersOnceAndNeverAgainIsNotJudged() {
        lan.host(SUSPECT, TestLan.CARD, "1_____1_", Duration.ofMillis(1), 3);
        assertEquals(Verdict.SILENT, lan.finding(SUSPECT).verdict());
        assertEquals(
                Verdict.INCONCLUSIVE,
                Judgement.of(AnswerPattern.of("______1_"), TestLan.CARD, Medium.PHYSICAL)
                        .verdict());
    }

    @Test
    void asksEachBaitInOrderAndThreeTimesAtMostAfterTenFortyAndNinetyMilliseconds() {
        lan.host(SUSPECT, TestLan.CARD, "1_____1_", Duration.ZERO, 0);
        lan.run(lan.hunt(SUSPECT));
        List<MacAddress> destinations =
                lan.asked.stream().map(one -> one.ask().destination()).toList();
        assertEquals(1 + 1 + 5 * 3 + 1 + 3 + 3, destinations.size());
        assertEquals(
                Arrays.stream(Bait.values()).map(Bait::destination).toList(),
                destinations.stream().distinct().toList());
        assertEquals(Duration.ofMillis(10), gapAfter(2));
        assertEquals(Duration.ofMillis(40), gapAfter(3));
        assertEquals(Duration.ofMillis(90), gapAfter(4));
    }

    @Test
    void aHostThatMissesSomeQuestionsIsJudgedAllTheSame() {
        lan.host(SUSPECT, TestLan.CARD, "1_____1_", Duration.ofMillis(1), 2);
        assertEquals("1_____1_", lan.finding(SUSPECT).pattern().signature());
    }

    /** Its answers to repeated questions come in while the next bait would be out already. */
    @ParameterizedTest
    @ValueSource(ints = {5, 12, 30, 49, 70, 130, 199})
    void lateAnswersDoNotCountForTheNextBait(int millis) {
        lan.host(SUSPECT, TestLan.CARD, "1_____1_", Duration.ofMillis(millis), 0);
        assertEquals("1_____1_", lan.finding(SUSPECT).pattern().signature());
    }

    @Test
    void onlyTheSuspectItselfCounts() {
        SnifferHunt hunt = lan.hunt(SUSPECT);
        ArpPacket question = ArpPacket.request(TestLan.OWN, TestLan.OWN_IP, Ipv4Address.parse(SUSPECT));
        ArpFrame another =
                ArpFrame.unicast(TestLan.OWN, ArpPacket.replyTo(question, MacAddress.parse("00:00:5e:00:53:66")));
        lan.host(SUSPECT, TestLan.CARD, "1_____1_");
        hunt.start(lan.now);
        assertEquals(List.of(), hunt.onFrame(another, TestLan.OWN, lan.now), "not asked yet");
        lan.run(hunt);
        assertEquals(Optional.of(TestLan.CARD), lan.findings.get(0).mac());
        assertEquals(true, hunt.wants(another));
        assertEquals(false, hunt.wants(ArpFrame.broadcast(question)));
    }

    @Test
    void triesOutManyAtTheSameTime() {
        IntStream.range(0, 100)
                .forEach(i -> lan.host(
                        "10.77.1." + (i + 1),
                        new MacAddress(0x0000_5e00_5300L + i),
                        i % 10 == 0 ? "11111111" : "1_____1_"));
        SnifferHunt hunt = lan.hunt("10.77.1.0/24");
        assertEquals(new HuntEffect.Finished(), lan.run(hunt));
        assertEquals(254, lan.findings.size());
        assertEquals(10, count(Verdict.PROMISCUOUS));
        assertEquals(90, count(Verdict.NOT_PROMISCUOUS));
        assertEquals(154, count(Verdict.SILENT));
        assertEquals(hunt.wholeProgress(), hunt.progress());
    }

    @Test
    void neverExceedsItsRate() {
        lan.pace = Pace.perSecond(100);
        IntStream.range(1, 20)
                .forEach(i -> lan.host("10.77.1." + i, new MacAddress(0x0000_5e00_5300L + i), "1_____1_"));
        lan.run(lan.hunt("10.77.1.0/27"));
        List<MonotonicTime> times = lan.asked.stream().map(TestLan.Asked::at).toList();
        IntStream.range(100, times.size())
                .forEach(i -> assertTrue(times.get(i - 100).until(times.get(i)).compareTo(Duration.ofSeconds(1)) > 0));
    }

    @Test
    void doesNotAskItself() {
        lan.run(lan.hunt(TestLan.OWN_IP.toString()));
        assertEquals(List.of(), lan.asked);
        assertEquals(List.of(), lan.findings);
    }

    @Test
    void givesUpWhenNothingLeaves() {
        lan.cut = true;
        assertEquals(new HuntEffect.Failed(), lan.run(lan.hunt("10.77.1.0/24")));
        assertEquals(List.of(), lan.findings);
    }

    @Test
    void everyBaitButTheLastNamesAGroup() {
        Arrays.stream(Bait.values())
                .forEach(bait ->
                        assertEquals(bait != Bait.NOBODY, bait.destination().isGroup(), bait.name()));
    }

    private long count(Verdict verdict) {
        return lan.findings.stream()
                .filter(finding -> finding.verdict() == verdict)
                .count();
    }

    private Duration gapAfter(int question) {
        return lan.asked.get(question).at().until(lan.asked.get(question + 1).at());
    }
}
