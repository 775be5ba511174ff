package io.arpfailover.agent.inspect;

import static io.arpfailover.agent.inspect.TestLan.A;
import static io.arpfailover.agent.inspect.TestLan.B;
import static io.arpfailover.agent.inspect.TestLan.HOST;
import static io.arpfailover.agent.inspect.TestLan.says;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What arpwatch(8) tells of stations. */
class StationsTest {
    private static final RateLimit FAST = RateLimit.DEFAULT.withFrames(1_000);
    private static final Policy PATIENT = Policy.DEFAULT.withRate(FAST).withTellAgain(Duration.ZERO);

    private final TestLan lan = new TestLan(PATIENT);

    @Test
    void tellsNewChangedFlippedAndReusedAsArpwatchDoes() {
        MacAddress c = mac(3);
        MacAddress d = mac(4);
        assertTold(FindingKind.NEW_STATION, A);
        assertNothing(A);
        assertTold(FindingKind.CHANGED_ETHERNET_ADDRESS, B);
        assertTold(FindingKind.FLIP_FLOP, A);
        assertTold(FindingKind.FLIP_FLOP, B);
        assertTold(FindingKind.CHANGED_ETHERNET_ADDRESS, c);
        assertTold(FindingKind.REUSED_OLD_ETHERNET_ADDRESS, A);
        assertTold(FindingKind.CHANGED_ETHERNET_ADDRESS, d);
        assertTold(FindingKind.REUSED_OLD_ETHERNET_ADDRESS, B);
        assertNothing(B);
    }

    @Test
    void theStationBeforeIsNamed() {
        lan.hear(says(A, HOST));
        List<Finding> findings = lan.hear(says(B, HOST)).findings();
        assertEquals(Optional.of(A), findings.get(0).before());
        assertEquals(B, findings.get(0).mac());
        assertEquals(HOST, findings.get(0).ip());
        assertEquals(lan.now, findings.get(0).at());
    }

    @Test
    void aFifthStationPushesTheFirstOut() {
        for (int i = 1; i <= StationHistory.REMEMBERED + 1; i++) {
            lan.hear(says(mac(i), HOST));
        }
        assertTold(FindingKind.CHANGED_ETHERNET_ADDRESS, mac(1));
    }

    @Test
    void sixMonthsOfSilenceMakeNewActivity() {
        lan.hear(says(A, HOST));
        lan.pass(Duration.ofDays(180).minusNanos(1));
        assertNothing(A);
        lan.pass(Duration.ofDays(180));
        assertTold(FindingKind.NEW_ACTIVITY, A);
    }

    @Test
    void theSameIsToldAgainAfterTheIntervalAtTheEarliest() {
        lan.policy(PATIENT.withTellAgain(Duration.ofMinutes(1)));
        Ipv4Address elsewhere = Ipv4Address.parse("192.0.2.1");
        assertEquals(List.of(FindingKind.BOGON), lan.kinds(says(A, elsewhere)));
        lan.pass(Duration.ofMinutes(1).minusNanos(1));
        assertEquals(List.of(), lan.kinds(says(A, elsewhere)));
        assertEquals(List.of(FindingKind.BOGON), lan.kinds(says(B, elsewhere)), "another station");
        lan.pass(Duration.ofNanos(1));
        assertEquals(List.of(FindingKind.BOGON), lan.kinds(says(A, elsewhere)));
    }

    @Test
    void anAddressThatChangesItsStationAThousandTimesASecondIsToldOfAFewTimes() {
        lan.policy(Policy.DEFAULT.withRate(FAST));
        int told = 0;
        for (int i = 0; i < 10_000; i++) {
            lan.pass(Duration.ofMillis(1));
            told += lan.hear(says(i % 2 == 0 ? A : B, HOST)).findings().size();
        }
        assertEquals(4, told, "new, changed, and a flip to each");
        assertEquals(10_000 - 4, lan.inspector.counters().suppressed());
    }

    /** Each frame from another station with another address, so that no rate of one station is exceeded. */
    @Test
    void aFloodOfInventedStationsIsToldOfInPartAndHidesNoSpoof() {
        Random random = new Random(1122);
        int told = 0;
        int spoofs = 0;
        for (int i = 0; i < 100_000; i++) {
            lan.pass(Duration.ofNanos(10_000));
            MacAddress mac = mac(random.nextInt(1 << 30));
            told += lan.hear(says(mac, new Ipv4Address((HOST.bits() & 0xffff_ff00) | (i & 0x3f))))
                    .findings()
                    .size();
            spoofs += i % 10_000 == 0 ? lan.kinds(says(mac, TestLan.VIP)).size() : 0;
        }
        assertEquals(10, spoofs);
        assertTrue(told <= 6 * Reports.MOST_OF_A_KIND_PER_SECOND, "told " + told);
        assertTrue(lan.inspector.counters().addresses() <= TestLan.SMALL.addresses());
    }

    @Test
    void aLearnedBindingIsFreeOnceItsOwnerWasSilent() {
        lan.policy(PATIENT.withUnbound(UnboundPolicy.LEARN));
        lan.hear(says(A, HOST));
        lan.pass(PATIENT.learnedFor().minusNanos(1));
        Inspection denied = lan.hear(says(B, HOST));
        assertEquals(Verdict.BINDING, denied.verdict());
        assertEquals(Optional.of(A), denied.findings().get(0).before());
        lan.pass(Duration.ofNanos(1));
        assertEquals(Verdict.PERMITTED, lan.hear(says(B, HOST)).verdict());
    }

    @Test
    void theOperatorsBindingGoesBeforeTheClustersAndThatBeforeWhatWasLearned() {
        Binding mine = new Binding(HOST, A);
        Binding theirs = new Binding(HOST, B);
        assertEquals(Optional.of(A), Bindings.of(List.of(mine), List.of(theirs)).macOf(HOST));
        assertEquals(Optional.of(B), Bindings.of(List.of(), List.of(theirs)).macOf(HOST));
        lan.policy(PATIENT.withUnbound(UnboundPolicy.LEARN));
        lan.hear(says(A, HOST));
        lan.bound(HOST, B);
        assertEquals(Verdict.PERMITTED, lan.hear(says(B, HOST)).verdict());
    }

    private void assertTold(FindingKind kind, MacAddress mac) {
        assertEquals(List.of(kind), lan.kinds(says(mac, HOST)));
    }

    private void assertNothing(MacAddress mac) {
        assertEquals(List.of(), lan.kinds(says(mac, HOST)));
    }

    private static MacAddress mac(int number) {
        return new MacAddress(0x0600_0000_0000L + number);
    }
}
