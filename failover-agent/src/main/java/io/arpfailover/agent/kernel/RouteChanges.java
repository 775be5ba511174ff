package io.arpfailover.agent.kernel;

import io.arpfailover.agent.kernel.KernelResult.Done;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.Ipv4Prefix;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where the kernel sends packets, and changes to that, through rtnetlink(7). Changes bear a mark, so that what a run
 * that was killed left behind can be told from what others made.
 *
 * <p>It sees the network namespace of the thread that opened it. Any thread may call; one call at a time runs, some ten
 * microseconds each.
 */
public final class RouteChanges implements AutoCloseable {
    private static final Errno ESRCH = new Errno(3);
    private static final Errno EEXIST = new Errno(17);
    private static final Errno EINVAL = new Errno(22);
    private static final Errno ENETUNREACH = new Errno(101);
    private static final Errno EHOSTUNREACH = new Errno(113);
    /** What the kernel says for a route that is missing, or that refuses (prohibit, blackhole, unreachable). */
    private static final Set<Errno> NOWHERE = Set.of(ENETUNREACH, EHOSTUNREACH, Errno.EACCES, EINVAL, ESRCH);

    private final NetlinkSocket socket;

    private RouteChanges(NetlinkSocket socket) {
        this.socket = socket;
    }

    /** Needs no capability; only changes do. */
    public static RouteChanges open() {
        return new RouteChanges(NetlinkSocket.open(NetlinkSocket.ROUTE, 0));
    }

    /** Where a packet for this address would go now; empty when nowhere. */
    public synchronized Optional<RouteTarget> lookUp(Ipv4Address address) {
        NetlinkSocket.Reply reply = socket.exchange(RouteChangeMessage.lookUp(address));
        if (NOWHERE.contains(reply.errno())) {
            return Optional.empty();
        }
        if (reply.errno().isError()) {
            throw new KernelException(reply.errno().describe("find the route to " + address));
        }
        return reply.messages().stream()
                .flatMap(message -> RouteChangeMessage.target(message).stream())
                .findFirst();
    }

    /** Leads a prefix out of an interface, unless there is a route to this very prefix already. */
    public synchronized KernelResult add(Ipv4Prefix prefix, int ifindex) {
        String what = "lead " + prefix + " over interface " + ifindex;
        Errno errno = socket.exchange(RouteChangeMessage.add(prefix, ifindex)).errno();
        if (errno.equals(EEXIST)) {
            return new KernelResult.Failed(
                    KernelResult.Reason.REFUSED,
                    "cannot " + what + ": there is a route to it already; remove it, or do without ours");
        }
        return errno.isError() ? errno.failed(what) : new Done();
    }

    /** Done also when there is no such route. */
    public synchronized KernelResult remove(Ipv4Prefix prefix, int ifindex) {
        Errno errno =
                socket.exchange(RouteChangeMessage.remove(prefix, ifindex)).errno();
        boolean gone = !errno.isError() || errno.equals(ESRCH) || errno.equals(Errno.ENODEV);
        return gone ? new Done() : errno.failed("remove the route to " + prefix);
    }

    /** Removes every route that bears our mark; says to where they led. Only for who is {@link OnlyAgent#ofRoutes}. */
    public synchronized List<Ipv4Prefix> removeLeftOvers() {
        List<RouteChangeMessage.Ours> ours = socket.dump(RouteMessage.all()).messages().stream()
                .flatMap(message -> RouteChangeMessage.ours(message).stream())
                .toList();
        return ours.stream()
                .filter(route -> remove(route.prefix(), route.ifindex()).isDone())
                .map(RouteChangeMessage.Ours::prefix)
                .toList();
    }

    @Override
    public synchronized void close() {
        socket.close();
    }
}
