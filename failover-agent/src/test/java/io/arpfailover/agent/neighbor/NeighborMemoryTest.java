package io.arpfailover.agent.neighbor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.agent.wire.ArpPacket;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a hundred thousand neighbours cost: 64 MiB at most, and a small part of that in truth. */
class NeighborMemoryTest {
    private static final int NEIGHBORS = 100_000;
    private static final long LIMIT = 64L << 20;
    private static final int FIRST = Ipv4Address.parse("10.0.0.1").bits();
    private static final long FIRST_MAC = 0x0200_0000_0000L;
    private static final MonotonicTime NOW = new MonotonicTime(1);

    @Test
    void aHundredThousandReachableNeighboursFit() {
        long before = used();
        Resolver<byte[]> resolver = new Resolver<>(
                TestResolver.STATION,
                ResolverTiming.DEFAULT,
                ResolverLimits.DEFAULT.withNeighbors(NEIGHBORS),
                packet -> packet.length,
                new Random(1));
        for (int i = 0; i < NEIGHBORS; i++) {
            reach(resolver, i);
        }
        long octets = used() - before;
        System.out.printf("neighbours=%d octets=%d each=%d%n", resolver.size(), octets, octets / NEIGHBORS);
        assertEquals(NEIGHBORS, resolver.size());
        assertEquals(NEIGHBORS, resolver.counters().resolved());
        assertTrue(octets < LIMIT, octets + " octets");
    }

    private static void reach(Resolver<byte[]> resolver, int index) {
        Ipv4Address address = new Ipv4Address(FIRST + index);
        MacAddress mac = new MacAddress(FIRST_MAC + index);
        resolver.resolve(address, new byte[64], NOW);
        ArpPacket reply = ArpPacket.replyTo(TestResolver.STATION.question(address), mac);
        resolver.onFrame(ArpFrame.unicast(TestResolver.OWN, reply), NOW);
    }

    private static long used() {
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
