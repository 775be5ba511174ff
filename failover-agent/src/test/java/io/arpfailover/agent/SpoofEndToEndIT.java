package io.arpfailover.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.agent.Findings.Told;
import io.arpfailover.agent.LanTap.Seen;
import io.arpfailover.agent.control.ControlClient;
import io.arpfailover.agent.control.ControlFailure;
import io.arpfailover.agent.inspect.FindingKind;
import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.agent.wire.ArpPacket;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A real pair moves its address to and fro, and a third station forges frames meanwhile: every move is told as one, every
 * forgery as one, and neither as the other. {@code -Dspoof.trials=200} for more than the usual 20 trials.
 */
class SpoofEndToEndIT {
    private static final Ipv4Address VIP = Ipv4Address.parse("10.9.0.100");
    private static final String CLUSTER = "spoofed";
    private static final int TRIALS = Integer.getInteger("spoof.trials", 20);
    private static final long SEED = 5227;
    private static final long FORGERS = 0x0266_0000_0000L;
    private static final long MARKERS = 0x0267_0000_0000L;

    /** What happens in a trial, beside a planned switchover. */
    private enum Trial {
        MOVE_ALONE,
        ANNOUNCEMENT_OF_A_THIRD,
        REPLY_OF_A_THIRD,
        /** The Ethernet source is the old holder's, the ARP sender is not. */
        SOURCE_COPIED,
        /** The ARP sender is the old holder's, the Ethernet source is not. */
        SENDER_COPIED,
        /** A genuine frame of the old holder, sent once more. */
        LATE_FRAME
    }

    private final Site site = Site.create();
    private final Random random = new Random(SEED);
    private LanTap c;
    private Server a;
    private Server b;
    private int spoofs;

    /** A server with its agent, what that told, and what came from it. */
    private record Server(String name, MacAddress mac, RunningAgent agent, Findings findings, LanTap tap) {
        static Server start(Site site, String name, LanTap tap) {
            RunningAgent agent = site.startAgent(
                    name, AgentYaml.of(CLUSTER).with("defend: always").with("inspect: {level: log}"));
            return new Server(name, site.mac(name), agent, new Findings(agent), tap);
        }
    }

    @BeforeEach
    void startThePair() {
        site.startZooKeeper();
        c = LanTap.on(site.lab(), "c", Site.LAN);
        a = Server.start(site, "a", LanTap.behind(site, "a"));
        a.agent().awaitRepointed();
        b = Server.start(site, "b", LanTap.behind(site, "b"));
        a.agent().awaitFitPeer();
    }

    @AfterEach
    void close() {
        List.of(a.tap(), b.tap(), c).forEach(LanTap::close);
        site.close();
    }

    @Test
    void everyMoveIsToldFromEveryForgery() {
        List<Trial> trials = new ArrayList<>();
        for (int i = 0; i < TRIALS; i++) {
            trials.add(Trial.values()[i % Trial.values().length]);
        }
        Collections.shuffle(trials, random);
        Server from = a;
        Server to = b;
        for (int i = 0; i < TRIALS; i++) {
            String trial = "trial " + i + " of seed " + SEED + ": " + trials.get(i) + ": ";
            List.of(a, b).forEach(server -> server.findings().forget());
            List<Told> forged = play(trials.get(i), i, from, to);
            awaitMarker(i);
            List<Told> ofOldHolder = new ArrayList<>(forged);
            ofOldHolder.add(
                    new Told(FindingKind.AUTHORISED_MOVE.toString(), VIP.toString(), to.mac(), Optional.empty()));
            assertEquals(sorted(ofOldHolder), judged(from), () -> trial + "the old holder");
            assertEquals(sorted(forged), judged(to), () -> trial + "the new holder");
            Server last = from;
            from = to;
            to = last;
        }
        assertCounted(a, (TRIALS + 1) / 2);
        assertCounted(b, TRIALS / 2);
    }

    /** Moves the address, and forges a frame just when it is asked for or when the new holder first speaks. */
    private List<Told> play(Trial trial, int number, Server from, Server to) {
        MacAddress forger = new MacAddress(FORGERS + number);
        int spokenBefore = to.tap().from(VIP).size();
        FutureTask<Boolean> move = switchover(from, to);
        if (random.nextBoolean()) {
            Program.await("the new holder speaks", () -> to.tap().from(VIP).size() > spokenBefore);
        }
        List<Told> forged = switch (trial) {
            case MOVE_ALONE, LATE_FRAME -> List.of();
            case ANNOUNCEMENT_OF_A_THIRD -> forge(forger, forger, ArpPacket.announcement(forger, VIP));
            case REPLY_OF_A_THIRD -> forge(forger, forger, ArpPacket.announcementReply(forger, VIP));
            case SOURCE_COPIED -> forge(from.mac(), forger, ArpPacket.announcement(forger, VIP));
            case SENDER_COPIED -> forge(forger, from.mac(), ArpPacket.announcementReply(from.mac(), VIP));
        };
        awaitMoved(move, from, to);
        if (trial == Trial.LATE_FRAME) {
            List<Seen> genuine = from.tap().from(VIP);
            c.send(genuine.get(genuine.size() - 1).frame().encode());
        }
        return forged;
    }

    private List<Told> forge(MacAddress source, MacAddress sender, ArpPacket packet) {
        c.send(new ArpFrame(MacAddress.BROADCAST, source, Optional.empty(), packet).encode());
        spoofs++;
        return List.of(new Told(FindingKind.SPOOF.toString(), VIP.toString(), sender, Optional.of(source)));
    }

    private FutureTask<Boolean> switchover(Server from, Server to) {
        ControlClient client = new ControlClient(site.file(from.name() + "-" + CLUSTER + ".sock"));
        FutureTask<Boolean> move = new FutureTask<>(() -> moved(client, to));
        new Thread(move, "switchover").start();
        return move;
    }

    private static boolean moved(ControlClient client, Server to) throws ControlFailure {
        var outcome = client.switchover(Optional.empty(), false);
        if (!outcome.done()) {
            throw new AssertionError(to.name() + ": " + outcome.because());
        }
        return true;
    }

    private static void awaitMoved(FutureTask<Boolean> move, Server from, Server to) {
        try {
            assertTrue(move.get());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        } catch (ExecutionException e) {
            throw new AssertionError(
                    e.getCause() + "; " + from.agent().log() + "; " + to.agent().log(), e);
        }
        to.agent().awaitRepointed();
        to.agent().awaitFitPeer();
        from.findings().await("the move is told", told -> told.is(FindingKind.AUTHORISED_MOVE));
    }

    /** Findings are told in the order of the frames: once this one is told, all before it were. */
    private void awaitMarker(int trial) {
        MacAddress marker = new MacAddress(MARKERS + trial);
        Ipv4Address elsewhere = Ipv4Address.parse("10.200." + trial / 250 + "." + (1 + trial % 250));
        c.send(ArpFrame.broadcast(ArpPacket.announcement(marker, elsewhere)).encode());
        for (Server server : List.of(a, b)) {
            server.findings().await("the marker is told", told -> told.mac().equals(marker));
        }
    }

    /** What a server told about the address in this trial. A late frame is told once a minute, so those are not here. */
    private static List<Told> judged(Server server) {
        return sorted(server.findings().told().stream()
                .filter(told -> told.is(FindingKind.SPOOF)
                        || told.is(FindingKind.AUTHORISED_MOVE)
                        || told.is(FindingKind.UNAUTHORISED_MEMBER))
                .toList());
    }

    private static List<Told> sorted(List<Told> some) {
        return some.stream()
                .sorted((one, other) -> one.toString().compareTo(other.toString()))
                .toList();
    }

    private void assertCounted(Server server, int moves) {
        var counters = server.agent().status().orElseThrow().counters();
        assertEquals(spoofs, counters.get("finding.spoof"), counters::toString);
        assertEquals(moves, counters.get("finding.authorised_move"), counters::toString);
        assertFalse(counters.containsKey("finding.unauthorised_member"), counters::toString);
        assertTrue(counters.get("finding.late_frame_of_peer") > 0, counters::toString);
    }
}
