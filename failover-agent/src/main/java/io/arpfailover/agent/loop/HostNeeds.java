package io.arpfailover.agent.loop;

import static java.util.stream.Collectors.joining;

import io.arpfailover.agent.config.AgentConfiguration;
import io.arpfailover.agent.config.Key;
import io.arpfailover.agent.config.Positions;
import io.arpfailover.agent.guard.GuardException;
import io.arpfailover.agent.guard.LanGuard;
import io.arpfailover.agent.inspect.Binding;
import io.arpfailover.agent.kernel.Capability;
import io.arpfailover.agent.kernel.EgressSupport;
import io.arpfailover.agent.kernel.KernelLease;
import io.arpfailover.agent.kernel.LinkState;
import io.arpfailover.agent.kernel.OnlyAgent;
import io.arpfailover.agent.kernel.Rtnetlink;
import io.arpfailover.agent.wire.Ipv4Prefix;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an agent needs of the host it runs on: got, or refused in a line that says what to do. */
final class HostNeeds {
    /** Where only lifetimes in whole seconds end a lease, one must fit into what a session allows. */
    private static final Duration LEAST_PROMISE_WITHOUT_LEASE = Duration.ofSeconds(3);

    private static final Duration LEAST_WITHOUT_LEASE = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(HostNeeds.class);

    private final AgentConfiguration configuration;
    private final Positions positions;

    HostNeeds(AgentConfiguration configuration, Positions positions) {
        this.configuration = configuration;
        this.positions = positions;
    }

    static void capabilities() throws CannotRun {
        Set<Capability> missing = Capability.missing();
        if (!missing.isEmpty()) {
            throw new CannotRun(
                    "failover-agent: no " + missing.stream().map(Enum::name).collect(joining(" and no "))
                            + "; run it as root, or grant the capability");
        }
    }

    OnlyAgent onlyAgent() throws CannotRun {
        return OnlyAgent.of(configuration.cluster())
                .orElseThrow(() -> problem(
                        Key.CLUSTER,
                        "another agent of cluster " + configuration.cluster() + " runs on this host; stop it first"));
    }

    LinkState link(Rtnetlink rtnetlink) throws CannotRun {
        LinkState link = rtnetlink
                .link(configuration.networkInterface())
                .orElseThrow(() -> problem(Key.INTERFACE, configuration.networkInterface() + " does not exist here"));
        if (!link.arp()) {
            throw problem(Key.INTERFACE, link.name() + " does not speak ARP; name an Ethernet interface");
        }
        return link;
    }

    /** The lease, or its absence where the kernel has no hook on the way out; without the library nothing runs. */
    Optional<KernelLease> lease() throws CannotRun {
        KernelLease lease = KernelLease.open(
                configuration.cluster(),
                configuration.networkInterface(),
                configuration.addresses().stream().map(Ipv4Prefix::address).toList());
        if (EgressSupport.probe(configuration.networkInterface()) instanceof EgressSupport.Missing missing) {
            LOG.warn(
                    "lease=none because=\"{}\" so=\"only the lifetime of the addresses stops a dead agent's server\"",
                    missing.because());
            lease.close();
            if (configuration.peer().isPresent()
                    && configuration.timing().promise().compareTo(LEAST_PROMISE_WITHOUT_LEASE) < 0) {
                throw problem(
                        Key.TIMING,
                        "this kernel ends an address only in whole seconds; write it as {promise: "
                                + LEAST_PROMISE_WITHOUT_LEASE.toSeconds() + "s}, or run Linux 5.16 or newer");
            }
            if (configuration.zookeeper().session().compareTo(LEAST_WITHOUT_LEASE) < 0) {
                throw problem(
                        Key.ZOOKEEPER_SESSION,
                        "this kernel ends an address only in whole seconds; set it to "
                                + LEAST_WITHOUT_LEASE.toSeconds() + "s or more, or run Linux 5.16 or newer");
            }
            return Optional.empty();
        }
        return Optional.of(lease);
    }

    /** The operator's own bindings, read before anything is begun. */
    List<Binding> bindings() throws CannotRun {
        try {
            return configuration.inspect().isOn()
                    ? LanGuard.read(configuration.inspect().bindings())
                    : List.of();
        } catch (GuardException e) {
            throw new CannotRun(e.getMessage(), e);
        }
    }

    void ownAddresses(ServerSide server) throws CannotRun {
        List<Ipv4Prefix> foreign = server.foreign();
        if (!foreign.isEmpty()) {
            Ipv4Prefix first = foreign.get(0);
            throw problem(
                    Key.ADDRESSES,
                    itemOf(first),
                    first + " is on this server already, put there by another program;"
                            + " remove it there, since only the agent may decide where it is");
        }
    }

    /** Found by the address alone, since the other program may have given it another prefix length. */
    private int itemOf(Ipv4Prefix prefix) {
        return configuration.addresses().stream()
                .map(Ipv4Prefix::address)
                .toList()
                .indexOf(prefix.address());
    }

    private CannotRun problem(Key key, String message) {
        return new CannotRun(positions.problem(key, message).toString());
    }

    private CannotRun problem(Key key, int item, String message) {
        return new CannotRun(positions.problem(key, item, message).toString());
    }
}
