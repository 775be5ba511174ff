package io.arpfailover.agent.inspect;

import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.coordinator.time.Clock;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/** How long it takes to read and judge a frame; a program, no test. A benchmark proper wraps {@link Scene}. */
final class InspectorTiming {
    private static final int ROUNDS = 8;
    private static final int FRAMES = 2_000_000;
    /** 100,000 frames in a second. */
    private static final long NANOS_BETWEEN = 10_000;

    private static final int BINDINGS = 10_000;

    private InspectorTiming() {}

    /**
     * A flood to be judged: frames in a row, again and again, 10 us apart.
     *
     * @param name what is the matter with them
     * @param policy what they are judged by
     * @param stations so many stations send, in turn
     * @param bound whether their addresses are bound to another
     */
    record Scene(String name, Policy policy, int stations, boolean bound) {
        /** All that are worth a figure; 50,000 stations are more than the processor's caches hold. */
        static List<Scene> all() {
            return List.of(
                    new Scene("station shut off for its rate", Policy.DEFAULT, 1, false),
                    new Scene("address bound to another", fast(), 1_000, true),
                    new Scene("permitted, 1000 stations", fast(), 1_000, false),
                    new Scene("permitted, 50000 stations", fast(), 50_000, false),
                    new Scene("no binding, and one needed", fast().withUnbound(UnboundPolicy.DENY), 1_000, false));
        }

        private static Policy fast() {
            return Policy.DEFAULT.withRate(new RateLimit(64, Duration.ofNanos(1_000), Duration.ZERO));
        }

        Inspector inspector() {
            List<Binding> bindings = IntStream.range(0, BINDINGS)
                    .mapToObj(i -> new Binding(address(bound ? i : 100_000 + i), TestLan.GATEWAY))
                    .toList();
            Knowledge knowledge = new Knowledge(
                    policy.withMode(InspectionMode.ENFORCE),
                    Bindings.of(bindings, List.of()),
                    TestLan.PAIR,
                    List.of(),
                    Set.of());
            return new Inspector(knowledge, InspectorLimits.DEFAULT, new Random(826));
        }

        List<byte[]> frames() {
            List<byte[]> frames = new ArrayList<>();
            for (int i = 0; i < stations; i++) {
                frames.add(TestLan.says(new MacAddress(0x0600_0000_0000L + i), address(i))
                        .encode());
            }
            return frames;
        }

        private static Ipv4Address address(int number) {
            return new Ipv4Address(0x0a00_0001 + number);
        }
    }

    public static void main(String[] args) {
        for (Scene scene : Scene.all()) {
            Inspector inspector = scene.inspector();
            List<byte[]> frames = scene.frames();
            double best = IntStream.range(0, ROUNDS)
                    .mapToDouble(round -> nanosPerFrame(inspector, frames, (long) round * FRAMES * NANOS_BETWEEN))
                    .min()
                    .orElseThrow();
            System.out.printf(
                    "%-30s %6.1f ns a frame %s%n",
                    scene, best, inspector.counters().frames());
        }
        timeKnowledge();
    }

    /** Of this thread's own time on a processor, since others may use the machine too. */
    private static double nanosPerFrame(Inspector inspector, List<byte[]> frames, long start) {
        ThreadMXBean jvm = ManagementFactory.getThreadMXBean();
        long before = jvm.getCurrentThreadCpuTime();
        int next = 0;
        for (int i = 0; i < FRAMES; i++) {
            byte[] octets = frames.get(next);
            next = next + 1 == frames.size() ? 0 : next + 1;
            inspector.inspect(octets, octets.length, new MonotonicTime(start + i * NANOS_BETWEEN));
        }
        return (double) (jvm.getCurrentThreadCpuTime() - before) / FRAMES;
    }

    private static void timeKnowledge() {
        List<Binding> bindings = IntStream.range(0, BINDINGS)
                .mapToObj(i -> new Binding(Scene.address(i), TestLan.GATEWAY))
                .toList();
        Clock clock = Clock.system();
        double best = IntStream.range(0, 100)
                .mapToDouble(round -> {
                    MonotonicTime before = clock.now();
                    Bindings.of(bindings, List.of());
                    return before.until(clock.now()).toNanos() / 1e3;
                })
                .min()
                .orElseThrow();
        System.out.printf("%-30s %6.1f us for %d bindings%n", "snapshot", best, BINDINGS);
    }
}
