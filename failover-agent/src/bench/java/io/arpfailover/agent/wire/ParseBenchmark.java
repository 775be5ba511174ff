package io.arpfailover.agent.wire;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Reading one frame: as an object, and as a view of what was read. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ParseBenchmark {
    private static final MacAddress STATION = MacAddress.parse("02:00:00:00:00:77");

    private final byte[] sound = frame(STATION);
    private final byte[] groupAsSender = frame(MacAddress.BROADCAST);
    private final byte[] notArp = notArp();
    private final ArpView view = new ArpView();

    private static byte[] frame(MacAddress sender) {
        ArpPacket request = ArpPacket.request(sender, Ipv4Address.parse("10.9.0.9"), Ipv4Address.parse("10.9.0.100"));
        return new ArpFrame(MacAddress.BROADCAST, STATION, Optional.empty(), request).encode();
    }

    private static byte[] notArp() {
        byte[] octets = frame(STATION);
        octets[13] = 0;
        return octets;
    }

    @Benchmark
    public Object parseSound() {
        return ArpFrame.parse(sound, sound.length);
    }

    @Benchmark
    public Object parseGroupAsSender() {
        return ArpFrame.parse(groupAsSender, groupAsSender.length);
    }

    @Benchmark
    public Object parseNotArp() {
        return ArpFrame.parse(notArp, notArp.length);
    }

    @Benchmark
    public Object viewSound() {
        return view.read(sound, sound.length);
    }

    @Benchmark
    public Object viewGroupAsSender() {
        return view.read(groupAsSender, groupAsSender.length);
    }
}
