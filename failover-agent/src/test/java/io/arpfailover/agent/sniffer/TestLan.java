package io.arpfailover.agent.sniffer;

import io.arpfailover.agent.announce.Pace;
import io.arpfailover.agent.scan.AddressRange;
import io.arpfailover.agent.scan.SteadyRate;
import io.arpfailover.agent.scan.Targets;
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
import java.util.Set;

/** An invented link of hosts with filters: each answers what its filter passes, after its own time. */
final class TestLan {
    static final MacAddress OWN = MacAddress.parse("00:00:5e:00:53:01");
    static final Ipv4Address OWN_IP = Ipv4Address.parse("10.77.0.1");
    static final MacAddress CARD = MacAddress.parse("00:00:5e:00:53:02");

    private final Map<Ipv4Address, Host> hosts = new HashMap<>();
    /** An answer and its place in the order, since equal ones are several answers. */
    private record Answer(int number, ArpFrame frame) {}

    private final Deadlines<Answer> answers = new Deadlines<>();

    MonotonicTime now = new MonotonicTime(-3_000_000_000L);
    Medium medium = Medium.PHYSICAL;
    Pace pace = Pace.perSecond(500);
    boolean cut;

    /** A question that left. */
    record Asked(MonotonicTime at, HuntEffect.Ask ask) {}

    final List<Asked> asked = new ArrayList<>();
    final List<SnifferFinding> findings = new ArrayList<>();
    private Optional<HuntEffect> end = Optional.empty();

    /**
     * One host.
     *
     * @param passes the baits its filter passes and its system answers; an ordinary question is like the first
     * @param deafTo so many questions of every kind that it misses before it answers one
     */
    private record Host(MacAddress mac, AnswerPattern passes, Duration roundTrip, int deafTo) {}

    TestLan host(String address, MacAddress mac, String passes, Duration roundTrip, int deafTo) {
        hosts.put(Ipv4Address.parse(address), new Host(mac, AnswerPattern.of(passes), roundTrip, deafTo));
        return this;
    }

    TestLan host(String address, MacAddress mac, String passes) {
        return host(address, mac, passes, Duration.ofMillis(1), 0);
    }

    SnifferHunt hunt(String range) {
        return new SnifferHunt(
                new Targets(List.of(AddressRange.parse(range)), Targets.USUAL_MOST),
                OWN_IP,
                Set.of(OWN_IP),
                medium,
                HuntTiming.DEFAULT,
                new SteadyRate(pace));
    }

    /** Runs a hunt to its end and returns how it ended. */
    HuntEffect run(SnifferHunt hunt) {
        hunt.start(now);
        while (end.isEmpty()) {
            turn(hunt);
        }
        return end.get();
    }

    /** The only finding. */
    SnifferFinding finding(String address) {
        run(hunt(address));
        return findings.get(0);
    }

    private void turn(SnifferHunt hunt) {
        now = MonotonicTime.latest(now, MonotonicTime.earliest(hunt.nextTimeout(), answers.next()));
        for (Answer answer : answers.due(now)) {
            answers.set(answer, MonotonicTime.NEVER);
            perform(hunt, hunt.onFrame(answer.frame(), OWN, now));
        }
        if (now.hasReached(hunt.nextTimeout())) {
            perform(hunt, hunt.onTimeout(now));
        }
    }

    private void perform(SnifferHunt hunt, List<HuntEffect> effects) {
        for (HuntEffect effect : effects) {
            if (effect instanceof HuntEffect.Ask ask) {
                hear(ask);
                perform(hunt, hunt.sent(!cut, now));
            } else if (effect instanceof HuntEffect.Judged judged) {
                findings.add(judged.finding());
            } else {
                end = Optional.of(effect);
            }
        }
    }

    private void hear(HuntEffect.Ask ask) {
        Host host = hosts.get(ask.suspect());
        if (cut) {
            return;
        }
        asked.add(new Asked(now, ask));
        if (host == null || !passes(host, ask.destination()) || missed(ask) <= host.deafTo()) {
            return;
        }
        ArpPacket reply = ArpPacket.replyTo(ask.frame(OWN).packet(), host.mac());
        answers.set(new Answer(asked.size(), ArpFrame.unicast(OWN, reply)), now.plus(host.roundTrip()));
    }

    private static boolean passes(Host host, MacAddress destination) {
        for (Bait bait : Bait.values()) {
            if (bait.destination().equals(destination)) {
                return host.passes().has(bait);
            }
        }
        throw new AssertionError("no bait: " + destination);
    }

    /** How often in a row the last question was asked. */
    private int missed(HuntEffect.Ask last) {
        int times = 0;
        for (int i = asked.size() - 1; i >= 0 && asked.get(i).ask().equals(last); i--) {
            times++;
        }
        return times;
    }
}
