package io.arpfailover.agent.cli.arp;

import io.arpfailover.agent.kernel.KernelResult;
import io.arpfailover.agent.kernel.LinkState;
import io.arpfailover.agent.kernel.OnlyAgent;
import io.arpfailover.agent.kernel.RouteChanges;
import io.arpfailover.agent.kernel.RouteTarget;
import io.arpfailover.agent.kernel.TunnelKind;
import io.arpfailover.agent.kernel.Tunnels;
import io.arpfailover.agent.proxy.AddressRange;
import io.arpfailover.agent.proxy.Path;
import io.arpfailover.agent.proxying.Paths;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.Ipv4Prefix;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The kernel's part in proxying: where an address leads, and the routes and tunnels made for it, which closing takes
 * away. The first change takes the right to make any in this network namespace, and clears what a killed run left.
 */
final class ProxyKernel implements AutoCloseable {
    private final ProxyReport report;
    private final TunnelKind kind;
    private final RouteChanges routes = RouteChanges.open();
    private final Tunnels tunnels = Tunnels.open();
    private final List<Made> made = new ArrayList<>();
    private final Set<Ipv4Address> tunnelled = new LinkedHashSet<>();
    private Optional<OnlyAgent> right = Optional.empty();

    ProxyKernel(ProxyReport report, TunnelKind kind) {
        this.report = report;
        this.kind = kind;
    }

    private record Made(Ipv4Prefix prefix, int ifindex) {}

    Path pathTo(Ipv4Address address, int cameIn) {
        return new Paths(routes).to(address, cameIn);
    }

    /** Leads ranges out of an interface; what is wrong with that, in one line. */
    Optional<String> lead(List<AddressRange> ranges, LinkState out) {
        if (!mayChange()) {
            return Optional.of(anotherRuns());
        }
        for (AddressRange range : ranges) {
            for (Ipv4Prefix prefix : range.prefixes()) {
                if (routes.add(prefix, out.index()) instanceof KernelResult.Failed failed) {
                    return Optional.of(failed.text());
                }
                made.add(new Made(prefix, out.index()));
            }
        }
        return Optional.empty();
    }

    /** What is wrong with the tunnel, in one line; then there is none. */
    Optional<String> setUpTunnel(Ipv4Address mobile, Ipv4Address careOf) {
        if (!mayChange()) {
            return Optional.of(anotherRuns());
        }
        Optional<Ipv4Address> local = routes.lookUp(careOf).flatMap(RouteTarget::source);
        if (local.isEmpty()) {
            return Optional.of("no tunnel for " + mobile + ": there is no route to " + careOf
                    + ", or no address of ours to use on it; see 'ip route get " + careOf + "'");
        }
        tunnelled.add(mobile);
        return tunnels.setUp(kind, mobile, local.get(), careOf) instanceof KernelResult.Failed failed
                ? Optional.of(failed.text())
                : Optional.empty();
    }

    void removeTunnel(Ipv4Address mobile) {
        if (tunnelled.remove(mobile) && tunnels.remove(mobile) instanceof KernelResult.Failed failed) {
            report.trouble(failed.text());
        }
    }

    private boolean mayChange() {
        if (right.isEmpty()) {
            right = OnlyAgent.ofRoutes();
            right.ifPresent(unused -> clear());
        }
        return right.isPresent();
    }

    private void clear() {
        tunnels.removeLeftOvers().forEach(name -> leftOver("the tunnel " + name));
        routes.removeLeftOvers().forEach(prefix -> leftOver("the route to " + prefix));
    }

    private void leftOver(String what) {
        report.event("cleared", "removed " + what + ", which a run that was killed had left");
    }

    private static String anotherRuns() {
        return "another 'arp proxy' makes routes or tunnels on this machine; stop it, or let that one do it";
    }

    @Override
    public void close() {
        List.copyOf(tunnelled).forEach(this::removeTunnel);
        for (Made route : made) {
            if (routes.remove(route.prefix(), route.ifindex()) instanceof KernelResult.Failed failed) {
                report.trouble(failed.text());
            }
        }
        tunnels.close();
        routes.close();
        right.ifPresent(OnlyAgent::close);
    }
}
