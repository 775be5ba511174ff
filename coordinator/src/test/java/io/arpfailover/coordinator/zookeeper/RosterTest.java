package io.arpfailover.coordinator.zookeeper;

import static io.arpfailover.coordinator.zookeeper.Lab.member;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.coordinator.tenure.Member;
import io.arpfailover.coordinator.zookeeper.Roster.Decision;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RosterTest {
    private static final long OURS = 17;
    private static final long OTHER = 18;

    @Test
    void anEmptyClusterTakesUs() {
        assertEquals(new Decision.Create(), decide(Map.of(), Optional.empty()));
    }

    @Test
    void ourNodeInOurSessionIsKeptWhateverElseIsThere() {
        assertEquals(
                new Decision.Keep(),
                decide(
                        Map.of("a", entry(OURS, "a", "here", "1"), "b", entry(OTHER, "b", "there", "1")),
                        Optional.empty()));
    }

    @Test
    void ourEarlierRunIsReplacedAtItsVersion() {
        assertEquals(new Decision.Replace(4), decide(Map.of("a", entry(OTHER, "a", "here", "0")), Optional.empty()));
    }

    @Test
    void theRunThatReplacedUsIsNotReplacedBack() {
        assertRefused(
                "a second agent on this host", decide(Map.of("a", entry(OTHER, "a", "here", "9")), Optional.of("9")));
    }

    @Test
    void ourNameOnAnotherHostIsRefused() {
        assertRefused("on host there", decide(Map.of("a", entry(OTHER, "a", "there", "0")), Optional.empty()));
    }

    @Test
    void twoOthersLeaveNoRoom() {
        assertRefused(
                "already has members b and c",
                decide(Map.of("b", entry(OTHER, "b", "x", "1"), "c", entry(OTHER, "c", "y", "1")), Optional.empty()));
    }

    @Test
    void aRecordThatCannotBeReadIsNoFreePlace() {
        Roster.Entry foreign = new Roster.Entry(OTHER, 0, new Decoded.Unreadable<>("format 2"));
        assertRefused("cannot be read (format 2)", decide(Map.of("a", foreign), Optional.empty()));
        assertRefused("cannot be read (format 2)", decide(Map.of("b", foreign), Optional.empty()));
    }

    @Test
    void anotherTimingIsRefused() {
        Member other = member("b", "there", "1");
        assertRefused(
                "promise 500 ms here, 100 ms on member b",
                decide(Map.of("b", entry(timed(other, 100, 10))), Optional.empty()));
        assertRefused(
                "restart 10000 ms here, 30000 ms on member b",
                decide(Map.of("b", entry(timed(other, 500, 30))), Optional.empty()));
        assertEquals(new Decision.Create(), decide(Map.of("b", entry(timed(other, 500, 10))), Optional.empty()));
    }

    private static Member timed(Member usual, long promiseMillis, long restartSeconds) {
        return new Member(
                usual.node(),
                usual.incarnation(),
                usual.host(),
                usual.version(),
                usual.networkInterface(),
                usual.macs(),
                usual.addresses(),
                usual.peerEndpoints(),
                Duration.ofMillis(promiseMillis),
                Duration.ofSeconds(restartSeconds),
                usual.fit(),
                usual.unfitBecause(),
                usual.readyFor());
    }

    private static Roster.Entry entry(Member other) {
        return new Roster.Entry(OTHER, 4, new Decoded.Parsed<>(other));
    }

    private static Decision decide(Map<String, Roster.Entry> entries, Optional<String> successor) {
        return new Roster(Lab.WEB, 3, new TreeMap<>(entries)).decide(member("a", "here", "1"), OURS, successor);
    }

    private static Roster.Entry entry(long owner, String name, String host, String incarnation) {
        return new Roster.Entry(owner, 4, new Decoded.Parsed<>(member(name, host, incarnation)));
    }

    private static void assertRefused(String why, Decision decision) {
        assertTrue(decision instanceof Decision.Refuse, decision::toString);
        assertTrue(((Decision.Refuse) decision).why().contains(why), decision::toString);
    }
}
