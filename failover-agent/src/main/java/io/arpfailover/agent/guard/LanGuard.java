package io.arpfailover.agent.guard;

import io.arpfailover.agent.inspect.Binding;
import io.arpfailover.agent.inspect.Bindings;
import io.arpfailover.agent.inspect.Inspection;
import io.arpfailover.agent.inspect.Inspector;
import io.arpfailover.agent.inspect.InspectorLimits;
import io.arpfailover.agent.inspect.Knowledge;
import io.arpfailover.agent.inspect.Member;
import io.arpfailover.agent.inspect.Pair;
import io.arpfailover.agent.inspect.Policy;
import io.arpfailover.agent.link.FrameGate;
import io.arpfailover.agent.takeover.PairView;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.Ipv4Prefix;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.coordinator.tenure.NodeName;
import io.arpfailover.coordinator.time.Clock;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Judges every frame of the LAN on the capture thread, by what the loop and ZooKeeper know.
 *
 * <p>{@link #letsPass} is the capture thread's alone; everything else may be called by any thread.
 */
public final class LanGuard implements FrameGate {
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

    /**
     * @param shared the addresses of the pair
     * @param fixed the operator's own bindings, which go before those the cluster shares
     * @param networks the interface's own
     */
    public LanGuard(
            NodeName self,
            Set<Ipv4Address> shared,
            Policy policy,
            List<Binding> fixed,
            List<Ipv4Prefix> networks,
            FindingDesk desk,
            Clock clock,
            RandomGenerator random) {
        this.self = self;
        this.shared = Set.copyOf(shared);
        this.policy = policy;
        this.fixed = List.copyOf(fixed);
        this.networks = List.copyOf(networks);
        this.desk = desk;
        this.clock = clock;
        this.bindings = Bindings.of(fixed, List.of());
        this.pair = Pair.NONE;
        this.inspector = new Inspector(knowledge(), InspectorLimits.DEFAULT, random);
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
        gateways = seen.gateway().map(Set::of).orElse(Set.of());
        pair = new Pair(
                shared,
                seen.stations().own(),
                seen.stations().peer(),
                seen.holder().map(holder -> holder.equals(self) ? Member.OWN : Member.PEER),
                moved ? now : pair.since());
        know();
    }

    /** The bindings the cluster shares are these now. */
    public synchronized void bindingsAre(List<Binding> ofCluster) {
        bindings = Bindings.of(fixed, ofCluster);
        know();
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
