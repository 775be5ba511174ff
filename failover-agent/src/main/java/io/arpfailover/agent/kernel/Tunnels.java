package io.arpfailover.agent.kernel;

import io.arpfailover.agent.kernel.KernelResult.Done;
import io.arpfailover.agent.kernel.KernelResult.Failed;
import io.arpfailover.agent.kernel.KernelResult.Reason;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.Ipv4Prefix;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Tunnels to hosts that are elsewhere: a device for each, and a host route into it, made through rtnetlink(7).
 *
 * <p>Devices are named {@code afh-} and the host's address in hexadecimal, by which those that a killed run left behind
 * are found. Both ends of a VXLAN take the low 24 bits of the host's address as its number, and port 4789. Sees the
 * network namespace of the thread that opened it; any thread may call, one at a time.
 */
public final class Tunnels implements AutoCloseable {
    static final String PREFIX = "afh-";
    private static final int HOST = 32;
    private static final Errno EEXIST = new Errno(17);
    private static final Errno EOPNOTSUPP = new Errno(95);

    private final NetlinkSocket socket;
    private final Rtnetlink links;
    private final RouteChanges routes;

    private Tunnels(NetlinkSocket socket, Rtnetlink links, RouteChanges routes) {
        this.socket = socket;
        this.links = links;
        this.routes = routes;
    }

    public static Tunnels open() {
        return new Tunnels(NetlinkSocket.open(NetlinkSocket.ROUTE, 0), Rtnetlink.open(), RouteChanges.open());
    }

    /** The device that leads to {@code host}. */
    public static String deviceFor(Ipv4Address host) {
        return PREFIX + HexFormat.of().formatHex(host.octets());
    }

    /**
     * Leads what is for {@code host} through a tunnel from {@code local} to {@code remote}; one there was to this host
     * before is replaced. Nothing is left behind when it fails.
     */
    public synchronized KernelResult setUp(TunnelKind kind, Ipv4Address host, Ipv4Address local, Ipv4Address remote) {
        remove(host);
        String device = deviceFor(host);
        Errno errno = socket.exchange(TunnelMessage.create(device, kind, host.bits(), local, remote))
                .errno();
        if (errno.isError()) {
            return failed(errno, kind, "make the tunnel " + device + " (" + kind.kernelName() + ") to " + remote);
        }
        Optional<LinkState> made = links.link(device);
        KernelResult route = made.map(link -> routes.add(new Ipv4Prefix(host, HOST), link.index()))
                .orElseGet(() -> new Failed(Reason.INTERFACE_GONE, "the tunnel " + device + " vanished"));
        if (!route.isDone()) {
            remove(host);
        }
        return route;
    }

    /** Takes the tunnel away, and with it its route; done also when there is none. */
    public synchronized KernelResult remove(Ipv4Address host) {
        return links.link(deviceFor(host)).map(this::delete).orElseGet(Done::new);
    }

    /** Removes every device that bears our prefix; says which. Only for who is {@link OnlyAgent#ofRoutes}. */
    public synchronized List<String> removeLeftOvers() {
        return links.links().stream()
                .filter(link -> link.name().startsWith(PREFIX) && delete(link).isDone())
                .map(LinkState::name)
                .toList();
    }

    private KernelResult delete(LinkState device) {
        Errno errno = socket.exchange(TunnelMessage.delete(device.index())).errno();
        return errno.isError() && !errno.equals(Errno.ENODEV)
                ? errno.failed("remove the tunnel " + device.name())
                : new Done();
    }

    private static KernelResult failed(Errno errno, TunnelKind kind, String what) {
        if (errno.equals(EOPNOTSUPP)) {
            return new Failed(
                    Reason.REFUSED,
                    "cannot " + what + ": this kernel has no such devices; load them: modprobe " + kind.module());
        }
        if (errno.equals(EEXIST)) {
            return new Failed(
                    Reason.REFUSED,
                    "cannot " + what + ": another device has these ends, or this number, already; see `ip -d link`");
        }
        return errno.failed(what);
    }

    @Override
    public synchronized void close() {
        routes.close();
        links.close();
        socket.close();
    }
}
