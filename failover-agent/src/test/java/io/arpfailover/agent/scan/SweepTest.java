package io.arpfailover.agent.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.agent.announce.Pace;
import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.agent.wire.ArpPacket;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SweepTest {
    private static final String MAC_A = "02:00:0a:4d:00:0a";
    private static final String MAC_B = "02:00:0a:4d:00:0b";
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration ROUND_TRIP = Duration.ofMillis(2);

    private final TestLan lan = new TestLan();

    @Test
    void findsTheHostsByAddress() {
        lan.host("10.77.0.5", MAC_B).host("10.77.0.3", MAC_A);
        ScanReport report = lan.run(sweep("10.77.0.0/29"));
        assertEquals(List.of(host("10.77.0.3", MAC_A), host("10.77.0.5", MAC_B)), report.hosts());
        assertEquals(5, report.asked(), "a /29 has six hosts, and one is ours");
        assertEquals(1, report.skipped());
    }

    @Test
    void asksAgainOnlyThoseThatWereSilent() {
        lan.host("10.77.0.2", MAC_A);
        lan.run(sweep("10.77.0.2-10.77.0.3"));
        assertEquals(List.of("10.77.0.2", "10.77.0.3", "10.77.0.3"), targetsAsked());
    }

    @Test
    void findsAHostThatMissedTheFirstQuestion() {
        lan.host("10.77.0.2", MAC_A).deaf("10.77.0.2", 1);
        ScanReport report = lan.run(sweep("10.77.0.2"));
        assertEquals(List.of(host("10.77.0.2", MAC_A)), report.hosts());
        assertEquals(2, report.frames());
    }

    @Test
    void leavesTheWaitBetweenTwoQuestionsToOneAddress() {
        lan.run(sweep("10.77.0.2-10.77.0.3"));
        assertEquals(
                ScanTiming.DEFAULT.patience(),
                lan.asked.get(0).at().until(lan.asked.get(2).at()));
    }

    @Test
    void keepsTheLastWaitAlsoWhenAllHaveAnswered() {
        lan.host("10.77.0.2", MAC_A);
        ScanReport report = lan.run(sweep("10.77.0.2"));
        assertEquals(ScanTiming.DEFAULT.patience(), report.took());
    }

    @Test
    void namesEveryStationThatHasTheAddress() {
        lan.host("10.77.0.2", MAC_A, MAC_B);
        ScanHost found = lan.run(sweep("10.77.0.2")).hosts().get(0);
        assertTrue(found.isDuplicate());
        assertEquals(List.of(MacAddress.parse(MAC_A), MacAddress.parse(MAC_B)), found.macs());
    }

    @Test
    void keepsABoundedNumberOfStations() {
        String[] macs = IntStream.range(0, 100)
                .mapToObj(i -> String.format("02:00:0a:4d:01:%02x", i))
                .toArray(String[]::new);
        lan.host("10.77.0.2", macs);
        assertEquals(
                ScanHost.MOST_MACS,
                lan.run(sweep("10.77.0.2")).hosts().get(0).macs().size());
    }

    @Test
    void asksInTheFormOfAProbeWhenToldSo() {
        Sweep sweep = new Sweep(targets("10.77.0.2"), Ipv4Address.ANY, Set.of(), ScanTiming.DEFAULT, rate(1000));
        lan.run(sweep);
        assertTrue(lan.asked.get(0).ask().frame(TestLan.OWN).packet().isProbe());
    }

    @Test
    void takesOnlyRepliesToUsAboutWhatWasAsked() {
        Sweep sweep = sweep("10.77.0.2-10.77.0.3");
        Ipv4Address first = Ipv4Address.parse("10.77.0.2");
        MacAddress mac = MacAddress.parse(MAC_A);
        ArpPacket reply = ArpPacket.replyTo(ArpPacket.request(TestLan.OWN, TestLan.OWN_IP, first), mac);
        sweep.start(lan.now);
        sweep.onFrame(ArpFrame.unicast(TestLan.OWN, reply), TestLan.OWN, lan.now);
        assertEquals(0, sweep.progress().hosts(), "not asked yet");
        lan.turn(sweep);
        sweep.onFrame(ArpFrame.broadcast(ArpPacket.announcementReply(mac, first)), TestLan.OWN, lan.now);
        sweep.onFrame(ArpFrame.broadcast(ArpPacket.announcement(mac, first)), TestLan.OWN, lan.now);
        assertEquals(0, sweep.progress().hosts(), "announcements are no answers");
        sweep.onFrame(ArpFrame.broadcast(reply), TestLan.OWN, lan.now);
        assertEquals(1, sweep.progress().hosts(), "an answer may be broadcast (RFC 5227 section 2.6)");
    }

    @Test
    void wantsOnlyRepliesAboutItsTargets() {
        Sweep sweep = sweep("10.77.0.2");
        MacAddress mac = MacAddress.parse(MAC_A);
        ArpPacket request = ArpPacket.request(mac, Ipv4Address.parse("10.77.0.2"), TestLan.OWN_IP);
        assertEquals(false, sweep.wants(ArpFrame.broadcast(request)));
        assertEquals(true, sweep.wants(ArpFrame.broadcast(answerFor("10.77.0.2"))));
        assertEquals(false, sweep.wants(ArpFrame.broadcast(answerFor("10.77.0.3"))));
    }

    @Test
    void neverExceedsItsRateInAnySecond() {
        Sweep sweep = new Sweep(
                targets("10.77.0.0/22"), TestLan.OWN_IP, Set.of(TestLan.OWN_IP), ScanTiming.DEFAULT, rate(500));
        lan.run(sweep);
        List<MonotonicTime> times = lan.asked.stream().map(TestLan.Asked::at).toList();
        assertEquals(2 * 1021, times.size());
        IntStream.range(500, times.size())
                .forEach(i -> assertTrue(times.get(i - 500).until(times.get(i)).compareTo(SECOND) > 0));
    }

    /** What it takes on the wire; the lab measures the rest. */
    @Test
    void aThousandAddressesTakeLessThanThreeSeconds() {
        IntStream.range(0, 100).forEach(i -> lan.host("10.77.1." + (i + 1), String.format("02:00:0a:4d:02:%02x", i)));
        Sweep sweep = new Sweep(
                targets("10.77.0.0/22"),
                TestLan.OWN_IP,
                Set.of(TestLan.OWN_IP),
                ScanTiming.DEFAULT,
                new SteadyRate(ScanTiming.DEFAULT_RATE));
        ScanReport report = lan.run(sweep);
        assertEquals(100, report.hosts().size());
        assertEquals(1021 + 921, report.frames());
        assertTrue(report.took().compareTo(Duration.ofSeconds(3)) < 0, () -> "took " + report.took());
    }

    @Test
    void aQuestionThatDidNotLeaveWasNotAsked() {
        Sweep sweep = sweep("10.77.0.2");
        lan.host("10.77.0.2", MAC_A);
        lan.cut = true;
        sweep.start(lan.now);
        lan.turn(sweep);
        lan.cut = false;
        ScanReport report = lan.runOn(sweep);
        assertEquals(List.of(host("10.77.0.2", MAC_A)), report.hosts());
        assertEquals(1, report.frames());
    }

    @Test
    void givesUpWhenNothingLeaves() {
        lan.cut = true;
        ScanReport report = lan.run(sweep("10.77.0.0/24"));
        assertEquals(0, report.frames());
        assertEquals(SweepEffect.Failed.class, lan.ends.get(0).getClass());
        assertEquals(Sweep.PAUSE_AFTER_FAILURE.multipliedBy(Sweep.MOST_FAILURES - 1L), report.took());
    }

    @Test
    void itsProgressEndsFull() {
        lan.host("10.77.0.2", MAC_A);
        Sweep sweep = sweep("10.77.0.2-10.77.0.5");
        assertEquals(new ScanProgress(0, 8, 0), sweep.progress());
        lan.run(sweep);
        assertEquals(new ScanProgress(8, 8, 1), sweep.progress());
    }

    @Test
    void goesFromStateToState() {
        Sweep sweep = sweep("10.77.0.2");
        assertEquals(SweepState.IDLE, sweep.state());
        assertEquals(List.of(), sweep.onTimeout(lan.now), "nothing is due");
        assertThrows(IllegalStateException.class, () -> sweep.sent(true, lan.now));
        sweep.start(lan.now);
        assertThrows(IllegalStateException.class, () -> sweep.start(lan.now));
        assertEquals(SweepState.ASKING, sweep.state());
        sweep.onTimeout(lan.now);
        assertEquals(SweepState.SENDING, sweep.state());
        assertEquals(MonotonicTime.NEVER, sweep.nextTimeout());
        assertEquals(List.of(), sweep.sent(true, lan.now));
        assertEquals(SweepState.ASKING, sweep.state());
        sweep.onFrame(ArpFrame.unicast(TestLan.OWN, answerFor("10.77.0.2")), TestLan.OWN, lan.now);
        sweep.onTimeout(lan.now);
        assertEquals(SweepState.LISTENING, sweep.state());
        assertEquals(1, sweep.onTimeout(sweep.nextTimeout()).size());
        assertEquals(SweepState.DONE, sweep.state());
        assertEquals(MonotonicTime.NEVER, sweep.nextTimeout());
    }

    @Test
    void aNetworkOfOwnAddressesAloneAsksNobody() {
        assertEquals(0, lan.run(sweep("10.77.0.1")).asked());
        assertEquals(List.of(), lan.asked);
    }

    private static ArpPacket answerFor(String address) {
        ArpPacket question = ArpPacket.request(TestLan.OWN, TestLan.OWN_IP, Ipv4Address.parse(address));
        return ArpPacket.replyTo(question, MacAddress.parse(MAC_A));
    }

    private List<String> targetsAsked() {
        return lan.asked.stream().map(one -> one.ask().target().toString()).toList();
    }

    private static ScanHost host(String address, String mac) {
        return new ScanHost(Ipv4Address.parse(address), List.of(MacAddress.parse(mac)), ROUND_TRIP);
    }

    private static Sweep sweep(String range) {
        return new Sweep(targets(range), TestLan.OWN_IP, Set.of(TestLan.OWN_IP), ScanTiming.DEFAULT, rate(1000));
    }

    private static Targets targets(String range) {
        return new Targets(List.of(AddressRange.parse(range)), Targets.USUAL_MOST);
    }

    private static SteadyRate rate(int frames) {
        return new SteadyRate(Pace.perSecond(frames));
    }
}
