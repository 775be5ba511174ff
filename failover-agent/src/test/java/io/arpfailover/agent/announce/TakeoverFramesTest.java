package io.arpfailover.agent.announce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.agent.acd.AcdEffect;
import io.arpfailover.agent.acd.AcdTiming;
import io.arpfailover.agent.acd.AddressClaim;
import io.arpfailover.agent.acd.DefencePolicy;
import io.arpfailover.agent.acd.Stations;
import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.agent.wire.ArpPacket;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.agent.wire.Parsed;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Claim, announcer and pacer together, as the agent's loop will wire them; the frames are read back from octets. */
class TakeoverFramesTest {
    private static final Ipv4Address VIP = Ipv4Address.parse("10.77.0.100");
    private static final Ipv4Address GATEWAY = Ipv4Address.parse("10.77.0.254");
    private static final MacAddress FIRST_MAC = MacAddress.parse("02:00:0a:4d:00:01");
    private static final MacAddress SECOND_MAC = MacAddress.parse("02:00:0a:4d:00:11");
    private static final MacAddress PEER = MacAddress.parse("02:00:0a:4d:00:02");
    private static final MacAddress THIRD = MacAddress.parse("02:00:0a:4d:00:77");
    private static final MacAddress GATEWAY_MAC = MacAddress.parse("02:00:0a:4d:00:fe");

    private final AddressClaim claim = new AddressClaim(VIP, AcdTiming.FAST, DefencePolicy.ONCE, new Random(7));
    private final Announcer announcer = new Announcer(Optional.of(GATEWAY), AnnounceTiming.DEFAULT, 1);
    private final Pacer pacer = new Pacer(Pace.DEFAULT, 7);
    private final List<ArpFrame> wire = new ArrayList<>();
    private final List<String> reports = new ArrayList<>();
    private MacAddress mac = FIRST_MAC;
    private MonotonicTime now = new MonotonicTime(0);

    @Test
    void oneTakeoverFrameByFrame() {
        acd(claim.start(now));
        hear(ArpFrame.broadcast(ArpPacket.announcement(PEER, VIP)));
        runFor(Duration.ofMillis(200));
        ArpFrame probe = ArpFrame.broadcast(ArpPacket.probe(FIRST_MAC, VIP));
        assertEquals(List.of(probe, probe, probe), wire);
        assertEquals(List.of("HeldByPeer", "Ready"), reports);

        wire.clear();
        acd(claim.configured(now));
        assertEquals(announcementFrom(FIRST_MAC), wire);
        hear(ArpFrame.unicast(FIRST_MAC, ArpPacket.replyTo(wire.get(1).packet(), GATEWAY_MAC)));
        assertEquals(List.of("HeldByPeer", "Ready", "Repointed"), reports);

        wire.clear();
        runFor(Duration.ofMillis(1_999));
        assertEquals(List.of(), wire);
        mac = SECOND_MAC;
        runFor(Duration.ofMillis(1));
        assertEquals(announcementFrom(SECOND_MAC), wire, "the MAC is read when the frame leaves");
        hear(ArpFrame.unicast(SECOND_MAC, ArpPacket.replyTo(wire.get(1).packet(), GATEWAY_MAC)));

        wire.clear();
        runFor(Duration.ofMinutes(1));
        assertEquals(announcementFrom(SECOND_MAC), wire, "the refresh");
        assertEquals(List.of("HeldByPeer", "Ready", "Repointed"), reports);
    }

    @Test
    void aThirdHostIsMetByOneAnnouncementAndTheQuery() {
        acd(claim.adopt(now));
        runFor(Duration.ofSeconds(30));
        wire.clear();
        hear(ArpFrame.broadcast(ArpPacket.announcement(THIRD, VIP)));
        assertEquals(announcementFrom(FIRST_MAC).subList(0, 2), wire);
        hear(ArpFrame.broadcast(ArpPacket.announcement(THIRD, VIP)));
        wire.clear();
        runFor(Duration.ofMinutes(5));
        assertEquals(List.of(), wire, "lost: silent for good");
        assertTrue(reports.contains("Lost"));
    }

    @Test
    void aRivalPeerIsMetByAFullAnnouncement() {
        acd(claim.adopt(now));
        runFor(Duration.ofSeconds(30));
        wire.clear();
        hear(ArpFrame.broadcast(ArpPacket.announcement(PEER, VIP)));
        assertEquals(announcementFrom(FIRST_MAC), wire);
    }

    private static List<ArpFrame> announcementFrom(MacAddress mac) {
        return List.of(
                ArpFrame.broadcast(ArpPacket.announcement(mac, VIP)),
                ArpFrame.broadcast(ArpPacket.request(mac, VIP, GATEWAY)),
                ArpFrame.broadcast(ArpPacket.announcementReply(mac, VIP)));
    }

    private void runFor(Duration duration) {
        MonotonicTime end = now.plus(duration);
        for (MonotonicTime due = next(); end.hasReached(due); due = next()) {
            now = due;
            leave(pacer.onTimeout(now));
            acd(claim.onTimeout(now));
            announce(announcer.onTimeout(now));
        }
        now = end;
    }

    private MonotonicTime next() {
        MonotonicTime first = MonotonicTime.earliest(claim.nextTimeout(), announcer.nextTimeout());
        return MonotonicTime.earliest(first, pacer.nextTimeout());
    }

    private void hear(ArpFrame frame) {
        acd(claim.onPacket(frame.packet(), new Stations(Set.of(FIRST_MAC, SECOND_MAC), Set.of(PEER)), now));
        announce(announcer.onFrame(frame, mac, now));
    }

    private void acd(List<AcdEffect> effects) {
        effects.forEach(effect -> effect.performOn(new ClaimPerformer()));
    }

    private void announce(List<AnnounceEffect> effects) {
        for (AnnounceEffect effect : effects) {
            if (effect instanceof AnnounceEffect.Send send) {
                leave(pacer.submit(send.outbound(), now));
            } else {
                reports.add(effect.getClass().getSimpleName());
            }
        }
    }

    private void leave(List<Outbound> leaving) {
        for (Outbound outbound : leaving) {
            byte[] octets = outbound.frame(mac).encode();
            Parsed read = ArpFrame.parse(octets, octets.length);
            wire.add(assertInstanceOf(Parsed.Accepted.class, read).frame());
            if (outbound instanceof Outbound.Probe) {
                acd(claim.probeSent(true, now));
            } else {
                announce(announcer.sent(outbound, true, now));
            }
        }
    }

    /** The routes from the claim's effects to the announcer and the pacer. */
    private final class ClaimPerformer implements AcdEffect.Performer {
        @Override
        public void sendProbe(AcdEffect.SendProbe effect) {
            leave(pacer.submit(new Outbound.Probe(effect.address()), now));
        }

        @Override
        public void ready(AcdEffect.Ready effect) {
            reports.add("Ready");
        }

        @Override
        public void announce(AcdEffect.Announce effect) {
            TakeoverFramesTest.this.announce(announcer.announce(effect.address(), now));
        }

        @Override
        public void conflict(AcdEffect.Conflict effect) {
            reports.add("Conflict");
        }

        @Override
        public void defend(AcdEffect.Defend effect) {
            TakeoverFramesTest.this.announce(announcer.defend(effect.address()));
        }

        @Override
        public void lost(AcdEffect.Lost effect) {
            announcer.withdraw(effect.address());
            pacer.withdraw(Set.of(effect.address()));
            reports.add("Lost");
        }

        @Override
        public void heldByPeer(AcdEffect.HeldByPeer effect) {
            reports.add("HeldByPeer");
        }

        @Override
        public void rivalPeer(AcdEffect.RivalPeer effect) {
            TakeoverFramesTest.this.announce(announcer.rival(effect.address(), now));
        }
    }
}
