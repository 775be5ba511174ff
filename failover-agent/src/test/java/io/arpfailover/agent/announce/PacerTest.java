package io.arpfailover.agent.announce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PacerTest {
    private static final MonotonicTime START = new MonotonicTime(-3_000_000_000L);
    private static final Ipv4Address GATEWAY = Ipv4Address.parse("10.77.0.254");

    @Test
    void fourteenLeaveAtOnceAndTheFifteenthAfterTheWindow() {
        Pacer pacer = new Pacer(Pace.DEFAULT, 100);
        for (int i = 0; i < 14; i++) {
            assertEquals(List.of(probe(i)), pacer.submit(probe(i), START));
        }
        assertEquals(MonotonicTime.NEVER, pacer.nextTimeout());
        assertEquals(List.of(), pacer.submit(probe(14), START));
        MonotonicTime next = pacer.nextTimeout();
        assertEquals(START.plus(Duration.ofMillis(1_050)), next);
        assertEquals(List.of(), pacer.onTimeout(next.minus(Duration.ofNanos(1))));
        assertEquals(List.of(probe(14)), pacer.onTimeout(next));
    }

    @Test
    void noWindowOfASecondEverHoldsFifteen() {
        for (int seed = 0; seed < 60; seed++) {
            List<MonotonicTime> left = randomTraffic(new Pacer(Pace.DEFAULT, 50), new Random(seed));
            assertTrue(left.size() > 200, "only " + left.size());
            for (int i = 14; i < left.size(); i++) {
                Duration fifteen = left.get(i - 14).until(left.get(i));
                assertTrue(fifteen.compareTo(Duration.ofSeconds(1)) > 0, "seed " + seed + ": 15 in " + fifteen);
            }
        }
    }

    /** Bursts, pauses and late turns; several frames at the same instant. */
    private static List<MonotonicTime> randomTraffic(Pacer pacer, Random random) {
        List<MonotonicTime> left = new ArrayList<>();
        MonotonicTime now = START;
        for (int turn = 0; turn < 2_000; turn++) {
            long step = random.nextInt(20) == 0 ? 3_000_000_000L : random.nextInt(60_000_000);
            now = now.plus(Duration.ofNanos(random.nextBoolean() ? 0 : step));
            List<Outbound> leaving = new ArrayList<>(pacer.onTimeout(now));
            for (int burst = random.nextInt(4); burst > 0; burst--) {
                leaving.addAll(pacer.submit(randomFrame(random), now));
            }
            pacer.takeDropped();
            for (int i = 0; i < leaving.size(); i++) {
                left.add(now);
            }
        }
        return left;
    }

    @Test
    void aThousandAddressesAreAnnouncedABunchATurnWithoutALimit() {
        Pacer pacer = new Pacer(Pace.UNLIMITED, 7_000);
        Announcer announcer = new Announcer(Optional.of(GATEWAY), AnnounceTiming.DEFAULT, 1_000);
        List<Outbound> left = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            for (AnnounceEffect effect : announcer.announce(vip(i), START)) {
                left.addAll(pacer.submit(((AnnounceEffect.Send) effect).outbound(), START));
            }
        }
        assertEquals(64, left.size());
        for (int turn = 1; pacer.queued() > 0; turn++) {
            assertEquals(START.plus(Duration.ofNanos(turn - 1)), pacer.nextTimeout(), "due at once");
            left.addAll(pacer.onTimeout(START.plus(Duration.ofNanos(turn))));
            assertEquals(Math.min(3_000, (turn + 1) * 64), left.size());
        }
        assertEquals(MonotonicTime.NEVER, pacer.nextTimeout());
        assertEquals(
                IntStream.range(0, 1_000)
                        .<Outbound>mapToObj(i -> new Outbound.RequestForm(vip(i)))
                        .toList(),
                left.stream()
                        .filter(frame -> frame instanceof Outbound.RequestForm)
                        .toList());
        assertEquals(3_000, Set.copyOf(left).size());
    }

    @Test
    void aTurnEndsOnlyWithATimeoutHoweverMuchTimeItTakes() {
        Pacer pacer = new Pacer(Pace.UNLIMITED, 1_000);
        MonotonicTime later = START.plus(Duration.ofMillis(5));
        for (int i = 0; i < 64; i++) {
            assertEquals(List.of(probe(i)), pacer.submit(probe(i), START));
        }
        assertEquals(MonotonicTime.NEVER, pacer.nextTimeout());
        assertEquals(List.of(), pacer.submit(probe(64), later));
        assertFalse(later.isBefore(pacer.nextTimeout()), "due at once");
        assertEquals(List.of(probe(64)), pacer.onTimeout(later));
        assertEquals(List.of(probe(65)), pacer.submit(probe(65), later));
    }

    @Test
    void aBunchDoesNotLoosenThePace() {
        Pacer pacer = new Pacer(Pace.perSecond(70), 1_000);
        List<Outbound> left = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            left.addAll(pacer.submit(probe(i), START));
        }
        assertEquals(64, left.size());
        assertEquals(6, pacer.onTimeout(START).size());
        assertEquals(START.plus(Duration.ofMillis(1_050)), pacer.nextTimeout());
        assertEquals(30, pacer.onTimeout(pacer.nextTimeout()).size());
    }

    @Test
    void whatWaitsLeavesByLaneAndThenInItsOrder() {
        Pacer pacer = full(Pace.perSecond(8), 100);
        List<Outbound> order = List.of(
                new Outbound.RequestForm(vip(1)),
                new Outbound.RequestForm(vip(2)),
                query(1),
                new Outbound.ReplyForm(vip(1)),
                probe(1),
                new Outbound.RequestForm(vip(1), Urgency.ROUTINE),
                new Outbound.GatewayQuery(vip(1), GATEWAY, Urgency.ROUTINE),
                new Outbound.ReplyForm(vip(1), Urgency.ROUTINE));
        List<Integer> submitted = List.of(5, 4, 3, 6, 2, 0, 7, 1);
        submitted.forEach(i -> assertEquals(List.of(), pacer.submit(order.get(i), START)));
        assertEquals(8, pacer.queued());
        assertEquals(order, pacer.onTimeout(pacer.nextTimeout()));
        assertEquals(0, pacer.queued());
    }

    @Test
    void aNewFrameDoesNotOvertakeOneOfItsLaneThatWaits() {
        Pacer pacer = full(Pace.perSecond(1), 100);
        pacer.submit(probe(1), START);
        MonotonicTime next = pacer.nextTimeout();
        assertEquals(List.of(probe(1)), pacer.submit(probe(2), next));
        assertEquals(1, pacer.queued());
    }

    @Test
    void anEqualFrameIsNotQueuedTwice() {
        Pacer pacer = full(Pace.perSecond(2), 100);
        pacer.submit(query(1), START);
        pacer.submit(query(1), START);
        assertEquals(1, pacer.queued());
        assertEquals(List.of(query(1)), pacer.onTimeout(pacer.nextTimeout()));
    }

    @Test
    void aFullQueueDropsRoutineFramesFirstAndReportsThem() {
        Pacer pacer = full(Pace.perSecond(1), 3);
        Outbound oldRefresh = new Outbound.RequestForm(vip(1), Urgency.ROUTINE);
        Outbound newRefresh = new Outbound.RequestForm(vip(2), Urgency.ROUTINE);
        pacer.submit(oldRefresh, START);
        pacer.submit(newRefresh, START);
        pacer.submit(probe(1), START);
        assertEquals(List.of(), pacer.takeDropped());
        pacer.submit(query(1), START);
        assertEquals(List.of(oldRefresh), pacer.takeDropped());
        pacer.submit(oldRefresh, START);
        assertEquals(List.of(oldRefresh), pacer.takeDropped(), "nothing behind it gives way");
        pacer.submit(query(2), START);
        pacer.submit(query(3), START);
        assertEquals(List.of(newRefresh, probe(1)), pacer.takeDropped());
        pacer.submit(query(4), START);
        assertEquals(List.of(query(4)), pacer.takeDropped());
        assertEquals(5, pacer.droppedTotal());
        assertEquals(3, pacer.queued());
    }

    @Test
    void whoNeverTakesTheDroppedFramesIsToldSo() {
        Pacer pacer = full(Pace.perSecond(1), 1);
        pacer.submit(probe(0), START);
        pacer.submit(probe(1), START);
        assertThrows(IllegalStateException.class, () -> pacer.submit(probe(2), START));
    }

    @Test
    void withdrawTakesOutTheFramesOfOneAddress() {
        Pacer pacer = full(Pace.perSecond(10), 100);
        List.of(probe(1), new Outbound.RequestForm(vip(1)), query(1), query(2)).forEach(f -> pacer.submit(f, START));
        pacer.withdraw(Set.of(vip(1)));
        assertEquals(List.of(query(2)), pacer.onTimeout(pacer.nextTimeout()));
        assertEquals(List.of(), pacer.takeDropped());
    }

    @Test
    void aPaceIsAPositiveNumberOfFrames() {
        assertEquals(14, Pace.DEFAULT.frames());
        for (int frames : List.of(0, -1, 100_001)) {
            assertThrows(IllegalArgumentException.class, () -> Pace.perSecond(frames));
        }
        assertThrows(IllegalArgumentException.class, () -> new Pacer(Pace.DEFAULT, 0));
    }

    /** A pacer that has just spent all its tokens. */
    private static Pacer full(Pace pace, int capacity) {
        Pacer pacer = new Pacer(pace, capacity);
        for (int i = 0; i < pace.frames(); i++) {
            assertEquals(1, pacer.submit(probe(10_000 + i), START).size());
        }
        return pacer;
    }

    private static Outbound randomFrame(Random random) {
        Ipv4Address vip = vip(random.nextInt(30));
        Urgency urgency = random.nextBoolean() ? Urgency.URGENT : Urgency.ROUTINE;
        return switch (random.nextInt(4)) {
            case 0 -> new Outbound.Probe(vip);
            case 1 -> new Outbound.RequestForm(vip, urgency);
            case 2 -> new Outbound.ReplyForm(vip, urgency);
            default -> new Outbound.GatewayQuery(vip, GATEWAY, urgency);
        };
    }

    private static Outbound probe(int i) {
        return new Outbound.Probe(vip(i));
    }

    private static Outbound query(int i) {
        return new Outbound.GatewayQuery(vip(i), GATEWAY);
    }

    private static Ipv4Address vip(int i) {
        return new Ipv4Address(0x0a_4e_00_00 + i);
    }
}
