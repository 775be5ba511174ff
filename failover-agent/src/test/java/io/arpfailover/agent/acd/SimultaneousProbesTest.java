package io.arpfailover.agent.acd;

import static io.arpfailover.agent.acd.TestLink.VIP;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.agent.wire.ArpPacket;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Two hosts that know nothing of each other want the same address (RFC 5227 section 2.1.1). */
class SimultaneousProbesTest {
    private static final Set<AcdState> MINE = EnumSet.of(AcdState.READY, AcdState.ANNOUNCING, AcdState.DEFENDING);

    /** Each host is the other's third host; frames arrive at once; a kernel that has the address answers for it. */
    private static final class Host {
        final MacAddress mac;
        final AddressClaim claim;
        Host other;
        int conflicts;

        Host(long mac, long seed) {
            this.mac = new MacAddress(mac);
            claim = new AddressClaim(VIP, AcdTiming.RFC5227, DefencePolicy.ONCE, new Random(seed));
        }

        boolean thinksItIsMine() {
            return MINE.contains(claim.state());
        }

        void perform(List<AcdEffect> effects, MonotonicTime now) {
            for (AcdEffect effect : effects) {
                if (effect instanceof AcdEffect.SendProbe) {
                    claim.probeSent(true, now);
                    other.hear(ArpPacket.probe(mac, VIP), now);
                } else if (effect instanceof AcdEffect.Ready) {
                    perform(claim.configured(now), now);
                } else if (effect instanceof AcdEffect.Conflict) {
                    conflicts++;
                } else if (effect instanceof AcdEffect.Announce || effect instanceof AcdEffect.Defend) {
                    other.hear(ArpPacket.announcement(mac, VIP), now);
                }
            }
        }

        void hear(ArpPacket packet, MonotonicTime now) {
            perform(claim.onPacket(packet, new Stations(Set.of(mac), Set.of()), now), now);
            if (packet.isProbe() && thinksItIsMine()) {
                other.hear(ArpPacket.replyTo(packet, mac), now);
            }
        }
    }

    @Test
    void atMostOneOfThemGetsItAndInTheEndOneDoes() {
        int conflicts = 0;
        for (int seed = 0; seed < 300; seed++) {
            Host a = new Host(0x02_00_00_00_00_0aL, seed);
            Host b = new Host(0x02_00_00_00_00_0bL, seed + 1_000_000L);
            a.other = b;
            b.other = a;
            run(a, b, new Random(seed).nextLong(8_000_000_000L), "seed " + seed);
            assertEquals(true, a.thinksItIsMine() ^ b.thinksItIsMine(), "seed " + seed);
            conflicts += a.conflicts + b.conflicts;
        }
        assertTrue(conflicts > 300, "hosts that never meet prove nothing");
    }

    private static void run(Host a, Host b, long offset, String seed) {
        a.claim.start(new MonotonicTime(0));
        MonotonicTime bStarts = new MonotonicTime(offset);
        MonotonicTime end = new MonotonicTime(1_000_000_000_000L);
        for (MonotonicTime now = next(a, b, bStarts); now.isBefore(end); now = next(a, b, bStarts)) {
            if (now.equals(bStarts) && b.claim.state() == AcdState.IDLE) {
                b.claim.start(now);
            }
            a.perform(a.claim.onTimeout(now), now);
            b.perform(b.claim.onTimeout(now), now);
            assertTrue(!a.thinksItIsMine() || !b.thinksItIsMine(), seed);
        }
    }

    private static MonotonicTime next(Host a, Host b, MonotonicTime bStarts) {
        MonotonicTime start = b.claim.state() == AcdState.IDLE ? bStarts : MonotonicTime.NEVER;
        return MonotonicTime.earliest(start, MonotonicTime.earliest(a.claim.nextTimeout(), b.claim.nextTimeout()));
    }
}
