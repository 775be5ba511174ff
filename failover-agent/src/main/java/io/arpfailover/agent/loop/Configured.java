package io.arpfailover.agent.loop;

import io.arpfailover.agent.acd.AcdTiming;
import io.arpfailover.agent.check.CheckSettings;
import io.arpfailover.agent.config.AgentConfiguration;
import io.arpfailover.agent.config.FailbackConfiguration;
import io.arpfailover.agent.config.PeerConfiguration;
import io.arpfailover.agent.kernel.HostIdentity;
import io.arpfailover.agent.takeover.Failback;
import io.arpfailover.agent.takeover.TakeoverSettings;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.Ipv4Prefix;
import io.arpfailover.coordinator.log.LineLoggers;
import io.arpfailover.coordinator.log.Notation;
import io.arpfailover.coordinator.tenure.Member;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What the configuration means to the parts of an agent. */
final class Configured {
    /** The holder is suspected at half of T; by its end conflict detection must be over. */
    private static final double LOOK_PER_PROMISE = 0.4;

    private Configured() {}

    static TakeoverSettings settings(AgentConfiguration configuration, Optional<Ipv4Address> gateway) {
        return new TakeoverSettings(
                configuration.node(),
                configuration.networkInterface(),
                configuration.addresses().stream().map(Ipv4Prefix::address).toList(),
                gateway,
                acd(configuration),
                configuration.defend(),
                configuration.announce().pace(),
                configuration.announce().refresh(),
                configuration.timing(),
                configuration.peer().isPresent(),
                failback(configuration.failback()),
                configuration.movesPerHour(),
                configuration.health().gateway(),
                configuration.health().checks().stream()
                        .map(CheckSettings::rule)
                        .toList());
    }

    private static Failback failback(FailbackConfiguration chosen) {
        return switch (chosen.policy()) {
            case STICKY -> new Failback.Sticky();
            case PREFERRED -> new Failback.Preferred(chosen.preferred().orElseThrow(), chosen.delay());
            case MANUAL -> new Failback.Manual();
        };
    }

    /** The RFC's times are taken as they stand; else the look must end before the promise does. */
    private static AcdTiming acd(AgentConfiguration configuration) {
        return switch (configuration.acd()) {
            case RFC5227 -> AcdTiming.RFC5227;
            case FAST ->
                configuration.peer().isPresent()
                        ? scaledToPromise(configuration.timing().promise())
                        : AcdTiming.FAST;
        };
    }

    private static AcdTiming scaledToPromise(Duration promise) {
        Duration worst = Duration.ofNanos((long) (promise.toNanos() * LOOK_PER_PROMISE));
        return worst.compareTo(AcdTiming.FAST.worstCase()) < 0 ? AcdTiming.RFC5227.scaled(worst) : AcdTiming.FAST;
    }

    /** How it shows itself to the other member when it begins. */
    static Member member(AgentConfiguration configuration, List<String> macs, String incarnation) {
        return new Member(
                configuration.node(),
                incarnation,
                HostIdentity.read().text(),
                version(),
                configuration.networkInterface(),
                macs,
                configuration.addresses().stream()
                        .map(Ipv4Prefix::toString)
                        .sorted()
                        .toList(),
                configuration.peer().map(Configured::endpoints).orElse(List.of()),
                configuration.timing().promise(),
                configuration.timing().restart(),
                false,
                "starting",
                Optional.empty());
    }

    private static List<String> endpoints(PeerConfiguration peer) {
        return peer.listen().stream()
                .map(address -> address + ":" + peer.port())
                .toList();
    }

    private static String version() {
        return Optional.ofNullable(Agent.class.getPackage().getImplementationVersion())
                .orElse("not packaged");
    }

    /** The log is written so from now on. */
    static void log(AgentConfiguration configuration) {
        LineLoggers.write(
                switch (configuration.log()) {
                    case KEY_VALUE -> Notation.PLAIN;
                    case JSON -> Notation.JSON;
                });
    }

    static StatusReport report(AgentConfiguration configuration, Optional<Ipv4Address> gateway) {
        return new StatusReport(
                configuration.cluster().text(),
                configuration.node(),
                configuration.networkInterface(),
                configuration.addresses(),
                gateway,
                configuration.zookeeper().session());
    }
}
