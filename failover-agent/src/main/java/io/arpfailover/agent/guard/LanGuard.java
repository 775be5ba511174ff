package io.arpfailover.agent.guard;

import io.arpfailover.agent.bindings.BindingsFile;
import io.arpfailover.agent.bindings.BindingsReading;
import io.arpfailover.agent.config.AgentConfiguration;
import io.arpfailover.agent.config.ConfigProblem;
import io.arpfailover.agent.inspect.Binding;
import io.arpfailover.agent.inspect.Bindings;
import io.arpfailover.agent.inspect.Inspection;
import io.arpfailover.agent.inspect.Inspector;
import io.arpfailover.agent.inspect.InspectorLimits;
import io.arpfailover.agent.inspect.Knowledge;
import io.arpfailover.agent.inspect.Member;
import io.arpfailover.agent.inspect.Pair;
import io.arpfailover.agent.inspect.Policy;
import io.arpfailover.agent.kernel.KernelResult;
import io.arpfailover.agent.kernel.Quarantine;
import io.arpfailover.agent.link.FrameGate;
import io.arpfailover.agent.takeover.PairView;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.Ipv4Prefix;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.coordinator.tenure.NodeName;
import io.arpfailover.coordinator.time.Clock;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * Judges every frame of the LAN on the capture thread, by what the loop and ZooKeeper know.
 *
 * <p>{@link #letsPass} is the capture thread's alone; everything else may be called by any thread.
 */
public final class LanGuard implements FrameGate {
    private static final int MOST_IN_QUARANTINE = 1024;

    private final NodeName self;
    private final Set<Ipv4Address> shared;
    private final Policy policy;
    private final List<Binding> fixed;
    private final List<Ipv4Prefix> networks;
    private final Clock clock;
    private final FindingDesk desk;
    private final Inspector inspector;

    private Bindings bindings;
    private Pair pair;
    private Optional<PairView> lastSeen = Optional.empty();
    private Set<MacAddress> gateways = Set.of();

    private LanGuard(
            AgentConfiguration configuration,
            List<Binding> fixed,
            List<Ipv4Prefix> networks,
            FindingDesk desk,
            Clock clock,
            RandomGenerator random) {
        this.self = configuration.node();
        this.shared =
                configuration.addresses().stream().map(Ipv4Prefix::address).collect(Collectors.toUnmodifiableSet());
        this.policy = GuardSettings.policy(configuration.inspect());
        this.fixed = fixed;
        this.networks = List.copyOf(networks);
        this.desk = desk;
        this.clock = clock;
        this.bindings = Bindings.of(fixed, List.of());
        this.pair = Pair.unknown(shared);
        this.inspector = new Inspector(knowledge(), InspectorLimits.DEFAULT, random);
    }

    /**
     * Begins; nothing is judged before the link hands in frames.
     *
     * @param fixed the operator's own bindings, which go before those the cluster shares
     * @param networks the interface's own
     * @throws GuardException when the kernel refuses the quarantine
     */
    public static LanGuard open(
            AgentConfiguration configuration,
            List<Binding> fixed,
            List<Ipv4Prefix> networks,
            Clock clock,
            RandomGenerator random)
            throws GuardException {
        Optional<Quarantine> quarantine = quarantine(configuration);
        FindingDesk desk = new FindingDesk(quarantine, configuration.inspect().hook(), clock);
        return new LanGuard(configuration, fixed, networks, desk, clock, random);
    }

    /**
     * Reads the operator's own bindings.
     *
     * @throws GuardException when something in the file is wrong: then nothing is taken from it
     */
    public static List<Binding> read(Optional<Path> file) throws GuardException {
        if (file.isEmpty()) {
            return List.of();
        }
        BindingsReading read = BindingsFile.read(file.get());
        if (read instanceof BindingsReading.Valid valid) {
            return valid.bindings();
        }
        throw new GuardException(((BindingsReading.Invalid) read)
                .problems().stream().map(ConfigProblem::toString).collect(Collectors.joining("\n")));
    }

    private static Optional<Quarantine> quarantine(AgentConfiguration configuration) throws GuardException {
        if (configuration.inspect().quarantine().isEmpty()) {
            return Optional.empty();
        }
        Quarantine quarantine = Quarantine.open(configuration.networkInterface(), MOST_IN_QUARANTINE);
        if (quarantine.install() instanceof KernelResult.Failed failed) {
            quarantine.close();
            throw new GuardException("failover-agent: " + failed.text());
        }
        return Optional.of(quarantine);
    }

    /** A claim of a shared address passes whatever is thought of it: to defend is conflict detection's business. */
    @Override
    public boolean letsPass(byte[] octets) {
        MonotonicTime now = clock.now();
        if (now.hasReached(inspector.nextTimeout())) {
            desk.put(inspector.onTimeout(now));
        }
        Inspection inspection = inspector.inspect(octets, octets.length, now);
        desk.put(inspection.findings());
        return inspection.passes()
                || switch (inspection.verdict()) {
                    case SPOOFED, NOT_HOLDER -> true;
                    case PERMITTED,
                            MALFORMED,
                            TOO_MANY,
                            SOURCE_MAC,
                            DESTINATION_MAC,
                            IP_ADDRESS,
                            RULE,
                            BINDING,
                            UNBOUND -> false;
                };
    }

    /** The pair is like this now; costs next to nothing unless something changed. */
    public synchronized void pairIs(PairView seen, MonotonicTime now) {
        if (lastSeen.filter(seen::equals).isPresent()) {
            return;
        }
        boolean moved = lastSeen.isEmpty() || lastSeen.get().epoch() != seen.epoch();
        lastSeen = Optional.of(seen);
        gateways = seen.gateway().map(Set::of).orElse(gateways); // When it comes back it may have much to ask.
        pair = new Pair(
                shared,
                seen.stations().own(),
                seen.stations().peer(),
                pair.membersKnown() || seen.membersKnown(),
                seen.holder().map(holder -> holder.equals(self) ? Member.OWN : Member.PEER),
                moved ? now : pair.since());
        know();
    }

    /** The bindings the cluster shares are these now. */
    public synchronized void bindingsAre(List<Binding> ofCluster) {
        bindings = Bindings.of(fixed, ofCluster);
        know();
    }

    /** What was found so far, and what was done about it. */
    public FindingDesk desk() {
        return desk;
    }

    /**
     * Ends telling.
     *
     * @param forRestart whether the agent comes back at once: then whoever is shut out stays so
     */
    public void close(boolean forRestart) {
        desk.close(forRestart);
    }

    private void know() {
        Knowledge knowledge = knowledge();
        inspector.know(knowledge);
        desk.know(knowledge);
    }

    private Knowledge knowledge() {
        return new Knowledge(policy, bindings, pair, networks, gateways);
    }
}
