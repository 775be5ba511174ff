package io.arpfailover.agent.inspect;

import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.agent.wire.ArpPacket;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.Ipv4Prefix;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Octets to a verdict, by a station that sends slowly enough, by one that floods, and of a frame that is malformed. The
 * first two make the instant they pass on, which is 24 octets.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ParseAndJudgeBenchmark {
    private static final MacAddress STATION = MacAddress.parse("02:00:0a:4d:00:0a");
    private static final Ipv4Address ADDRESS = Ipv4Address.parse("10.77.0.7");
    private static final MonotonicTime START = new MonotonicTime(1_000_000_000_000L);
    private static final long SECOND = 1_000_000_000;

    private final byte[] sound = ArpFrame.broadcast(ArpPacket.request(STATION, ADDRESS, Ipv4Address.parse("10.77.0.8")))
            .encode();
    private final byte[] malformed = malformed();
    private final Inspector inspector = new Inspector(knowledge(), InspectorLimits.DEFAULT, new SplittableRandom(826));
    private long nanos = START.nanos();

    private static Knowledge knowledge() {
        Pair pair = new Pair(
                Set.of(Ipv4Address.parse("10.77.0.100")),
                Set.of(MacAddress.parse("02:00:0a:4d:00:01")),
                Set.of(MacAddress.parse("02:00:0a:4d:00:02")),
                true,
                Optional.of(Member.PEER),
                START);
        Bindings bindings = Bindings.of(List.of(new Binding(ADDRESS, STATION)), List.of());
        return new Knowledge(Policy.DEFAULT, bindings, pair, List.of(Ipv4Prefix.parse("10.77.0.1/24")), Set.of());
    }

    private byte[] malformed() {
        byte[] octets = sound.clone();
        octets[18] = 8;
        return octets;
    }

    /** A second apart, so that no rate is exceeded. */
    @Benchmark
    public Object slowEnough() {
        nanos += SECOND;
        return inspector.inspect(sound, sound.length, new MonotonicTime(nanos));
    }

    @Benchmark
    public Object flood() {
        nanos++;
        return inspector.inspect(sound, sound.length, new MonotonicTime(nanos));
    }

    @Benchmark
    public Object malformedFrame() {
        return inspector.inspect(malformed, malformed.length, START);
    }
}
