package io.arpfailover.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.agent.LanTap.Seen;
import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.agent.wire.ArpPacket;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a takeover puts on the wire, frame by frame, as the port of the bridge sees it. */
class CaptureEndToEndIT {
    private static final Ipv4Address VIP = Ipv4Address.parse("10.9.0.100");

    /** The constants of RFC 5227 section 1.1. */
    private static final Duration PROBE_WAIT = Duration.ofSeconds(1);

    private static final Duration PROBE_MIN = Duration.ofSeconds(1);
    private static final Duration PROBE_MAX = Duration.ofSeconds(2);
    private static final Duration ANNOUNCE_WAIT = Duration.ofSeconds(2);
    private static final Duration ANNOUNCE_INTERVAL = Duration.ofSeconds(2);

    /**
     * The agent waits by the monotonic clock, captures are stamped by the wall clock, which time servers may slew by
     * 500 ppm: 1 ms in 2 s. A frame is stamped before the wait that follows it starts, so nothing else shortens a gap.
     */
    private static final Duration EARLY = Duration.ofMillis(2);

    /** A wait may end late on a machine whose cores are all busy: by some tens of milliseconds, or a paused JVM more. */
    private static final Duration LATE = Duration.ofMillis(400);

    private final Site site = Site.create();

    @BeforeEach
    void start() {
        site.startZooKeeper();
    }

    @AfterEach
    void remove() {
        site.close();
    }

    @Test
    void aTakeoverIsProbesThenTheAnnouncementInItsFormsAndNothingElse() {
        RunningAgent a = site.startAgent("a", AgentYaml.of("web"));
        a.awaitRepointed();
        RunningAgent b = site.startAgent("b", AgentYaml.of("web"));
        a.awaitFitPeer();
        try (LanTap tap = LanTap.behind(site, "b")) {
            powerOff(a);
            b.awaitRepointed();
            Program.await("the second announcement", () -> tap.about(VIP).size() >= 9);
            assertEquals(expected(site.mac("b")), frames(tap.about(VIP)));
            List<Seen> seen = tap.about(VIP);
            Duration apart = seen.get(6).since(seen.get(3));
            assertInside(ANNOUNCE_INTERVAL, apart, ANNOUNCE_INTERVAL, "between announcements");
        }
        b.program().stop();
    }

    /** Three probes, and twice: request form, the question to the gateway, reply form (RFC 5944's shape). */
    private static List<ArpFrame> expected(MacAddress own) {
        ArpFrame probe = ArpFrame.broadcast(ArpPacket.probe(own, VIP));
        ArpFrame request = ArpFrame.broadcast(ArpPacket.announcement(own, VIP));
        ArpFrame query = ArpFrame.broadcast(ArpPacket.request(own, VIP, Site.GATEWAY));
        ArpFrame reply = ArpFrame.broadcast(ArpPacket.announcementReply(own, VIP));
        return List.of(probe, probe, probe, request, query, reply, request, query, reply);
    }

    /** Twenty addresses start at the same instant, each with times of its own: twenty starts in the time of one. */
    @Test
    void twentyStartsKeepTheTimesOfTheRfc() {
        List<Ipv4Address> addresses = IntStream.range(101, 121)
                .mapToObj(host -> Ipv4Address.parse("10.9.0." + host))
                .toList();
        String list = addresses.stream().map(address -> address + "/24").collect(Collectors.joining(", "));
        try (LanTap tap = LanTap.behind(site, "a")) {
            RunningAgent a = site.startAgent(
                    "a",
                    AgentYaml.of("web").addresses(list).with("acd: rfc5227").with("announce: {pace: unlimited}"));
            a.awaitHolder();
            Program.await(
                    "every second announcement",
                    () -> addresses.stream()
                            .allMatch(address -> announcements(tap, address).size() == 2));
            Instant start = startOfProbing(a);
            addresses.forEach(address -> assertTimes(tap, address, start));
            Set<Duration> gaps = addresses.stream()
                    .map(address ->
                            tap.about(address).get(1).since(tap.about(address).get(0)))
                    .collect(Collectors.toSet());
            assertTrue(gaps.size() > 1, "the gaps are drawn at random");
            a.program().stop();
        }
    }

    private static void assertTimes(LanTap tap, Ipv4Address address, Instant start) {
        List<Seen> all = tap.about(address);
        List<Seen> probes = all.stream().filter(seen -> seen.packet().isProbe()).toList();
        assertEquals(3, probes.size(), "probes of " + address);
        assertEquals(probes, all.subList(0, 3), "probes come first");
        assertInside(Duration.ZERO, Duration.between(start, probes.get(0).at()), PROBE_WAIT, "PROBE_WAIT");
        assertInside(PROBE_MIN, probes.get(1).since(probes.get(0)), PROBE_MAX, "first gap");
        assertInside(PROBE_MIN, probes.get(2).since(probes.get(1)), PROBE_MAX, "second gap");
        List<Seen> announcements = announcements(tap, address);
        Duration quiet = announcements.get(0).since(probes.get(2));
        assertTrue(quiet.compareTo(ANNOUNCE_WAIT.minus(EARLY)) >= 0, "announced after " + quiet);
        assertEquals(all.get(3), announcements.get(0), "the announcement is the first to claim " + address);
        assertInside(
                ANNOUNCE_INTERVAL,
                announcements.get(1).since(announcements.get(0)),
                ANNOUNCE_INTERVAL,
                "ANNOUNCE_INTERVAL");
    }

    private static void assertInside(Duration least, Duration measured, Duration most, String what) {
        assertTrue(
                measured.compareTo(least.minus(EARLY)) >= 0 && measured.compareTo(most.plus(LATE)) <= 0,
                () -> what + ": " + measured + " is not from " + least + " to " + most);
    }

    private static List<Seen> announcements(LanTap tap, Ipv4Address address) {
        return tap.from(address).stream()
                .filter(seen ->
                        seen.packet().equals(ArpPacket.announcement(seen.frame().source(), address)))
                .toList();
    }

    private static List<ArpFrame> frames(List<Seen> seen) {
        return seen.stream().map(Seen::frame).toList();
    }

    /** By the agent's log, in whole milliseconds, cut off: so at most 1 ms too early. */
    private static Instant startOfProbing(RunningAgent agent) {
        String line = agent.log().stream()
                .filter(entry -> entry.contains("stage=PROBING"))
                .findFirst()
                .orElseThrow();
        return OffsetDateTime.parse(line.substring(0, line.indexOf(' '))).toInstant();
    }

    /** The server is gone at once: no frame of it passes any more, and its agent is dead. */
    private void powerOff(RunningAgent a) {
        site.lab().ip(Site.LAN, "link set " + Site.portOf("a") + " nomaster");
        a.program().kill();
        site.lab().ip("a", "addr flush dev lan0 to " + VIP + "/32");
    }
}
