package io.arpfailover.agent.inspect;

import static io.arpfailover.agent.inspect.TestLan.A;
import static io.arpfailover.agent.inspect.TestLan.B;
import static io.arpfailover.agent.inspect.TestLan.HOST;
import static io.arpfailover.agent.inspect.TestLan.VIP;
import static io.arpfailover.agent.inspect.TestLan.says;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a flood costs in memory, counted by the JVM: nothing. */
class NoGarbageTest {
    private static final int FRAMES = 20_000;
    private static final int ROUNDS = 3;
    /** The JVM takes some tens of octets when it replaces code that runs by compiled code. */
    private static final long LESS_THAN_ONE_OBJECT_IN_A_THOUSAND_FRAMES = 16 * FRAMES / 1_000;

    private static final RateLimit FAST = new RateLimit(1_000, Duration.ofNanos(1_000), Duration.ZERO);

    private final ThreadMXBean jvm = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void deniedFramesMakeNoGarbage() {
        Policy policy = Policy.DEFAULT.withMode(InspectionMode.ENFORCE).withRate(FAST);
        TestLan lan = new TestLan(policy).bound(HOST, B);
        byte[] malformed = says(A, HOST).encode();
        malformed[20] = 7;
        assertNoGarbage(
                lan,
                List.of(
                        says(A, HOST).encode(),
                        says(A, VIP).encode(),
                        says(A, B, HOST).encode(),
                        says(A, Ipv4Address.parse("192.0.2.1")).encode(),
                        malformed));
        assertFalse(lan.inspector.counters().frames().containsKey(Verdict.TOO_MANY));
    }

    @Test
    void whatComesFromAStationThatSendsTooMuchMakesNoGarbage() {
        assertNoGarbage(new TestLan(Policy.DEFAULT), List.of(says(A, HOST).encode()));
    }

    @Test
    void permittedFramesOfKnownStationsMakeNoGarbage() {
        TestLan lan = new TestLan(Policy.DEFAULT.withRate(FAST));
        assertNoGarbage(
                lan,
                List.of(
                        says(A, HOST).encode(),
                        says(TestLan.PEER, VIP).encode(),
                        says(B, TestLan.OTHER).encode()));
        assertEquals(
                Set.of(Verdict.PERMITTED), lan.inspector.counters().frames().keySet());
    }

    /** Stations nobody has seen before, of which no more are told of: the tables only change. */
    @Test
    void inventedStationsMakeNoGarbage() {
        TestLan lan = new TestLan(Policy.DEFAULT.withRate(FAST));
        List<byte[]> frames = new ArrayList<>();
        for (int i = 1; i < 250; i++) {
            ArpFrame frame =
                    says(new MacAddress(0x0600_0000_0000L + i), new Ipv4Address((HOST.bits() & 0xffff_ff00) + i));
            if (!frame.packet().senderIp().equals(VIP)) {
                frames.add(frame.encode());
            }
        }
        assertNoGarbage(lan, frames);
    }

    /** The first rounds tell what there is to tell. */
    private void assertNoGarbage(TestLan lan, List<byte[]> frames) {
        List<MonotonicTime> times = times();
        judge(lan, frames, times);
        judge(lan, frames, times.subList(FRAMES, 2 * FRAMES));
        List<MonotonicTime> last = times.subList(2 * FRAMES, ROUNDS * FRAMES);
        long before = jvm.getCurrentThreadAllocatedBytes();
        long between = jvm.getCurrentThreadAllocatedBytes();
        judge(lan, frames, last);
        long after = jvm.getCurrentThreadAllocatedBytes();
        long octets = after - between - (between - before);
        assertTrue(octets < LESS_THAN_ONE_OBJECT_IN_A_THOUSAND_FRAMES, octets + " octets for " + FRAMES + " frames");
    }

    /** A frame each 10 us. */
    private static List<MonotonicTime> times() {
        return Stream.iterate(TestLan.START, time -> time.plus(Duration.ofNanos(10_000)))
                .limit(ROUNDS * FRAMES)
                .toList();
    }

    private static void judge(TestLan lan, List<byte[]> frames, List<MonotonicTime> times) {
        for (int i = 0; i < FRAMES; i++) {
            byte[] octets = frames.get(i % frames.size());
            lan.inspector.inspect(octets, octets.length, times.get(i));
        }
    }
}
