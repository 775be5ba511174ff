package io.arpfailover.agent.neighbor;

import static io.arpfailover.agent.neighbor.TestResolver.MAC;
import static io.arpfailover.agent.neighbor.TestResolver.OURS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.agent.wire.ArpPacket;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How many entries there are, and which of them go (Linux: gc_thresh1 to 3). */
class CacheLimitsTest {
    private static final int FIRST = Ipv4Address.parse("10.9.1.0").bits();

    private final TestResolver link = TestResolver.withLimits(new ResolverLimits(4, 8, 16, 3, 1000, 10_000));

    @Test
    void upToTheFirstThresholdNothingIsCollected() {
        askedUs(0, 4);
        link.runFor(Duration.ofHours(1));
        assertEquals(4, link.resolver.size());
        assertEquals(MonotonicTime.NEVER, link.resolver.nextTimeout());
    }

    @Test
    void aboveTheFirstWhatIsIdleForAMinuteGoes() {
        askedUs(0, 5);
        link.runFor(Duration.ofSeconds(59));
        assertEquals(5, link.resolver.size());
        link.runFor(Duration.ofSeconds(31));
        assertEquals(0, link.resolver.size());
        assertEquals(5, link.resolver.counters().collected());
        assertEquals(MonotonicTime.NEVER, link.resolver.nextTimeout());
    }

    @Test
    void fromTheSecondOnWhatIsIdleForFiveSecondsMakesRoom() {
        askedUs(0, 8);
        link.runFor(Duration.ofSeconds(5));
        askedUs(8, 1);
        assertEquals(7, link.resolver.size());
        assertEquals(2, link.resolver.counters().collected());
    }

    @Test
    void aFloodOfStrangersDisplacesStrangers() {
        used(0, 4);
        askedUs(100, 10_000);
        assertEquals(16, link.resolver.size());
        for (int i = 0; i < 4; i++) {
            assertEquals(new Lookup.Found(MAC), link.resolver.lookup(ip(i), link.now));
        }
        assertEquals(9_988, link.resolver.counters().evicted());
    }

    @Test
    void amongTheUsedTheOneThatWasIdleLongestGoes() {
        used(0, 16);
        link.runFor(Duration.ofSeconds(4));
        link.resolver.resolve(ip(0), "again", link.now);
        link.runFor(Duration.ofSeconds(5));
        used(16, 1);
        assertEquals(new Lookup.Found(MAC), link.resolver.lookup(ip(0), link.now));
        assertEquals(new Lookup.Unknown(), link.resolver.lookup(ip(1), link.now));
    }

    @Test
    void aSweepOfAbsentAddressesDisplacesNobodyInUse() {
        used(0, 1);
        for (int i = 0; i < 1000; i++) {
            link.resolver.resolve(ip(0), "p", link.now);
            link.resolver.resolve(ip(100 + i), "p", link.now);
            link.resolver.confirm(ip(0), link.now);
            link.runFor(Duration.ofMillis(100));
        }
        assertEquals(1000, link.resolver.counters().hits() - 1);
    }

    /** Without the entry nothing would keep the questions apart, so a sweep is refused and not forgotten. */
    @Test
    void aSweepOfAbsentAddressesIsRefusedWhenTheTableIsFull() {
        long refused = 0;
        for (int i = 0; i < 1000; i++) {
            refused += link.resolver.resolve(ip(i), "p", link.now).stream()
                    .filter(effect -> effect.equals(
                            new NeighborEffect.Drop<>(ip(effectIndex(effect)), DropCause.TABLE_FULL, List.of("p"))))
                    .count();
        }
        assertEquals(984, refused);
        assertEquals(984, link.resolver.counters().refused());
        assertEquals(16, link.resolver.counters().asked());
        assertEquals(16, link.resolver.size());
    }

    @Test
    void staticEntriesStayAndFillTheTable() {
        for (int i = 0; i < 16; i++) {
            assertEquals(List.of(), link.resolver.putStatic(ip(i), MAC, link.now));
        }
        assertEquals(
                List.of(new NeighborEffect.Refused<String>(ip(16))), link.resolver.putStatic(ip(16), MAC, link.now));
        assertEquals(List.of(new NeighborEffect.Refused<String>(ip(17))), link.resolver.verify(ip(17), link.now));
        askedUs(100, 10);
        link.runFor(Duration.ofHours(1));
        assertTrue(link.resolver.neighbors(link.now).stream().allMatch(NeighborView::isStatic));
        assertEquals(16, link.resolver.size());
    }

    @Test
    void manyThatAreDueAreServedInSeveralTurns() {
        TestResolver large = TestResolver.withLimits(ResolverLimits.DEFAULT);
        int many = Resolver.MOST_PER_TURN + 10;
        for (int i = 0; i < many; i++) {
            large.resolver.verify(ip(i), large.now);
        }
        large.now = large.resolver.nextTimeout();
        assertEquals(Resolver.MOST_PER_TURN, large.resolver.onTimeout(large.now).size());
        assertEquals(large.now, large.resolver.nextTimeout());
        assertEquals(10, large.resolver.onTimeout(large.now).size());
    }

    private static int effectIndex(NeighborEffect<String> effect) {
        return effect instanceof NeighborEffect.Drop<String> drop
                ? drop.address().bits() - FIRST
                : 0;
    }

    private void askedUs(int first, int count) {
        for (int i = first; i < first + count; i++) {
            link.resolver.onFrame(ArpFrame.broadcast(ArpPacket.request(MAC, ip(i), OURS)), link.now);
        }
    }

    private void used(int first, int count) {
        askedUs(first, count);
        for (int i = first; i < first + count; i++) {
            link.resolver.resolve(ip(i), "p", link.now);
            link.resolver.confirm(ip(i), link.now);
        }
    }

    private static Ipv4Address ip(int index) {
        return new Ipv4Address(FIRST + index);
    }
}
