package io.arpfailover.agent.scan;

import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.agent.wire.ArpPacket;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.coordinator.time.Deadlines;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An invented link: hosts that answer after a while, a wire that can be cut, and a clock that jumps to what is next. */
final class TestLan {
    static final MacAddress OWN = MacAddress.parse("02:00:0a:4d:00:01");
    static final Ipv4Address OWN_IP = Ipv4Address.parse("10.77.0.1");
    private static final Duration ROUND_TRIP = Duration.ofMillis(2);

    private final Map<Ipv4Address, List<MacAddress>> hosts = new HashMap<>();
    private final Map<Ipv4Address, Integer> deafTo = new HashMap<>();
    private final Deadlines<ArpFrame> answers = new Deadlines<>();

    MonotonicTime now = new MonotonicTime(-7_000_000_000L);
    boolean cut;

    /** A question that left. */
    record Asked(MonotonicTime at, SweepEffect.Ask ask) {}

    final List<Asked> asked = new ArrayList<>();
    final List<SweepEffect> ends = new ArrayList<>();

    TestLan host(String address, String... macs) {
        hosts.put(
                Ipv4Address.parse(address),
                List.of(macs).stream().map(MacAddress::parse).toList());
        return this;
    }

    /** The host does not hear the first questions. */
    TestLan deaf(String address, int questions) {
        deafTo.put(Ipv4Address.parse(address), questions);
        return this;
    }

    /** Runs the sweep to its end. */
    ScanReport run(Sweep sweep) {
        sweep.start(now);
        return runOn(sweep);
    }

    ScanReport runOn(Sweep sweep) {
        while (ends.isEmpty()) {
            turn(sweep);
        }
        return report().orElseThrow();
    }

    void turn(Sweep sweep) {
        now = MonotonicTime.latest(now, MonotonicTime.earliest(sweep.nextTimeout(), answers.next()));
        for (ArpFrame answer : answers.due(now)) {
            answers.set(answer, MonotonicTime.NEVER);
            sweep.onFrame(answer, OWN, now);
        }
        if (now.hasReached(sweep.nextTimeout())) {
            perform(sweep, sweep.onTimeout(now));
        }
    }

    Optional<ScanReport> report() {
        return ends.stream()
                .map(end -> end instanceof SweepEffect.Finished finished
                        ? finished.report()
                        : ((SweepEffect.Failed) end).report())
                .findFirst();
    }

    private void perform(Sweep sweep, List<SweepEffect> effects) {
        for (SweepEffect effect : effects) {
            if (effect instanceof SweepEffect.Ask ask) {
                send(ask);
                perform(sweep, sweep.sent(!cut, now));
            } else {
                ends.add(effect);
            }
        }
    }

    private void send(SweepEffect.Ask ask) {
        if (cut) {
            return;
        }
        asked.add(new Asked(now, ask));
        int deaf = deafTo.getOrDefault(ask.target(), 0);
        deafTo.put(ask.target(), deaf - 1);
        if (deaf > 0) {
            return;
        }
        for (MacAddress mac : hosts.getOrDefault(ask.target(), List.of())) {
            answers.set(ArpFrame.unicast(OWN, ArpPacket.replyTo(ask.frame(OWN).packet(), mac)), now.plus(ROUND_TRIP));
        }
    }
}
