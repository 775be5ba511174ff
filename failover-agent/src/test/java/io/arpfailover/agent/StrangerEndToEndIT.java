package io.arpfailover.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.agent.LanTap.Seen;
import io.arpfailover.agent.control.AgentStatus;
import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.agent.wire.ArpPacket;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A third host uses the address: before we do, and while we do, under each policy of {@code defend}. */
class StrangerEndToEndIT {
    private static final Ipv4Address VIP = Ipv4Address.parse("10.9.0.100");

    /** Rivals' frames come at this rate: often enough for every defence that is not held back to show. */
    private static final Duration BETWEEN_CLAIMS = Duration.ofMillis(100);

    /** RFC 5227 section 1.1. */
    private static final Duration DEFEND_INTERVAL = Duration.ofSeconds(10);

    private static final int ANNOUNCE_NUM = 2;
    /** An announcement is a request form, a question to the gateway and a reply form. */
    private static final int FRAMES_EACH = 3;
    /** The wall clock, by which frames are stamped, may be slewed by 500 ppm against the agent's. */
    private static final Duration EARLY = Duration.ofMillis(10);

    private final Site site = Site.create();
    private MacAddress stranger;

    @BeforeEach
    void start() {
        site.startZooKeeper();
        stranger = site.mac("c");
    }

    @AfterEach
    void remove() {
        site.close();
    }

    @Test
    void anAddressInUseIsNotTakenUntilTheStrangerGoes() {
        giveToStranger(VIP);
        try (LanTap a = LanTap.behind(site, "a")) {
            RunningAgent agent = site.startAgent("a", AgentYaml.of("web"));
            AgentStatus refused =
                    agent.awaitStatus("conflict", status -> status.state().equals("conflict"));
            assertEquals(VIP + " is in use by " + stranger, refused.because());
            assertEquals(
                    Optional.of(stranger.toString()), refused.addresses().get(0).conflictMac());
            assertTrue(
                    agent.logHas(VIP + " is in use by " + stranger),
                    () -> agent.log().toString());
            assertTrue(askStatus(agent).contains("! " + VIP + "/24 is also used by " + stranger), "status for people");
            Program.await(
                    "it looks again, and again in vain", () -> a.about(VIP).size() >= 3);
            assertEquals(List.of(), a.from(VIP), "frames that claim the address");
            assertFalse(site.hasAddress("a", VIP.toString()));

            takeFromStranger(VIP);
            agent.awaitRepointed();
            assertEquals("holder", agent.status().orElseThrow().state());
            agent.program().stop();
        }
    }

    /**
     * Three agents on one server, one for each policy; the stranger comes while they hold. With {@code always} its
     * frames go on for longer than DEFEND_INTERVAL (10 s, RFC 5227 section 1.1).
     */
    @Test
    void aHeldAddressIsDefendedOrGivenUp() {
        Ipv4Address always = Ipv4Address.parse("10.9.0.101");
        Ipv4Address once = Ipv4Address.parse("10.9.0.102");
        Ipv4Address never = Ipv4Address.parse("10.9.0.103");
        try (LanTap a = LanTap.behind(site, "a");
                LanTap c = LanTap.on(site.lab(), "c", Site.LAN)) {
            RunningAgent steadfast = startHolder("steadfast", always, "always");
            RunningAgent patient = startHolder("patient", once, "once");
            RunningAgent meek = startHolder("meek", never, "never");
            List.of(steadfast, patient, meek).forEach(RunningAgent::awaitRepointed);
            List.of(always, once, never).forEach(address -> awaitAnnounced(a, address));
            giveToStranger(never);
            claim(c, never);
            assertGivenUp(meek, never);
            assertEquals(0, defences(a, never).size(), "defences of the meek");
            claim(c, once);
            Program.await("the patient one defends", () -> defences(a, once).size() == 1);
            assertEquals("holder", patient.status().orElseThrow().state());
            giveToStranger(once); // Only now: its kernel would have answered the defence, and that is a second claim.
            claim(c, once);
            assertGivenUp(patient, once);
            assertEquals(1, defences(a, once).size(), "defences of the patient");

            Program.await("two defences of the steadfast", () -> {
                claim(c, always);
                LockSupport.parkNanos(BETWEEN_CLAIMS.toNanos());
                return defences(a, always).size() == 2;
            });
            List<Seen> defences = defences(a, always);
            Duration apart = defences.get(1).since(defences.get(0));
            assertTrue(apart.compareTo(DEFEND_INTERVAL.minus(EARLY)) > 0, "defended again after " + apart);
            assertEquals("holder", steadfast.status().orElseThrow().state());
            assertTrue(steadfast.logHas(stranger + " uses " + always));
            List.of(steadfast, patient, meek).forEach(agent -> agent.program().stop());
        }
    }

    private void assertGivenUp(RunningAgent agent, Ipv4Address address) {
        AgentStatus status = agent.awaitStatus(
                "given up, and the stranger found again", now -> now.state().equals("conflict"));
        assertEquals(Optional.of(stranger.toString()), status.addresses().get(0).conflictMac());
        assertTrue(
                agent.logHas(stranger + " uses " + address + " and we give way"),
                () -> agent.log().toString());
        assertFalse(site.hasAddress("a", address.toString()));
    }

    private RunningAgent startHolder(String cluster, Ipv4Address address, String policy) {
        return site.startAgent(
                "a", AgentYaml.of(cluster).addresses(address + "/24").with("defend: " + policy));
    }

    /** Until its second announcement is over, with the last of its three frames. */
    private static void awaitAnnounced(LanTap tap, Ipv4Address address) {
        Program.await("two announcements of " + address, () -> tap.from(address).size() == 2 * FRAMES_EACH);
    }

    /** Announcements after the two that follow a takeover. */
    private static List<Seen> defences(LanTap tap, Ipv4Address address) {
        return tap.from(address).stream()
                .filter(seen ->
                        seen.packet().equals(ArpPacket.announcement(seen.frame().source(), address)))
                .skip(ANNOUNCE_NUM)
                .toList();
    }

    private void claim(LanTap c, Ipv4Address address) {
        c.send(ArpFrame.broadcast(ArpPacket.announcement(stranger, address)).encode());
    }

    private void giveToStranger(Ipv4Address address) {
        site.lab().ip("c", "addr add " + address + "/32 dev lan0");
    }

    private void takeFromStranger(Ipv4Address address) {
        site.lab().ip("c", "addr del " + address + "/32 dev lan0");
    }

    private String askStatus(RunningAgent agent) {
        Program status = site.start(
                "a",
                List.of(
                        Site.script("failover-agent"),
                        "status",
                        "--config",
                        agent.configuration().toString()));
        assertEquals(0, status.exitCode(), () -> status.errors().toString());
        return String.join("\n", status.output());
    }
}
