package io.arpfailover.agent.kernel;

import io.arpfailover.agent.kernel.KernelResult.Done;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.Ipv4Prefix;
import io.arpfailover.agent.wire.MacAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The kernel's links, addresses, neighbours and routes, read and changed through rtnetlink(7).
 *
 * <p>It sees the network namespace of the thread that opened it. Any thread may call; one call at a time runs, each
 * some ten microseconds (a thousand addresses take some ten milliseconds), none longer than a second for each
 * {@link NetlinkSocket#BATCH} of addresses. A question the kernel does not answer is a
 * {@link KernelException}; a change it refuses is a {@link KernelResult.Failed}.
 */
public final class Rtnetlink implements AutoCloseable {
    /** What the kernel says when an address to remove is not there. */
    private static final Set<Errno> ABSENT = Set.of(Errno.EADDRNOTAVAIL, Errno.ENODEV);

    private static final Set<Errno> ABSENT_NEIGHBOR = Set.of(Errno.ENOENT, Errno.ENODEV);

    private final NetlinkSocket socket;
    private final boolean kernelKeepsProtocol = AddressMessage.keepsProtocol(System.getProperty("os.version"));

    private Rtnetlink(NetlinkSocket socket) {
        this.socket = socket;
    }

    /** Needs no capability; only changes do. */
    public static Rtnetlink open() {
        return new Rtnetlink(NetlinkSocket.open(NetlinkSocket.ROUTE, 0));
    }

    public synchronized Optional<LinkState> link(String name) {
        Optional<NetlinkRequest> request = LinkMessage.byName(name);
        if (request.isEmpty()) {
            return Optional.empty();
        }
        NetlinkSocket.Reply reply = socket.exchange(request.get());
        if (reply.errno().equals(Errno.ENODEV)) {
            return Optional.empty();
        }
        return answered(reply, "read the interface " + name).stream()
                .flatMap(message -> LinkMessage.read(message).stream())
                .findFirst();
    }

    public synchronized List<LinkState> links() {
        return answered(socket.dump(LinkMessage.all()), "list the interfaces").stream()
                .flatMap(message -> LinkMessage.read(message).stream())
                .toList();
    }

    /** Every MAC address of this machine's interfaces, each once: frames from these come from us. */
    public List<MacAddress> macs() {
        return links().stream()
                .map(LinkState::mac)
                .filter(mac -> !mac.equals(MacAddress.ZERO))
                .distinct()
                .sorted()
                .toList();
    }

    /** The IPv4 addresses of one interface; none when it does not exist. */
    public synchronized List<AssignedAddress> addresses(int ifindex) {
        return answered(socket.dump(AddressMessage.all()), "list the addresses").stream()
                .flatMap(message -> AddressMessage.read(message, kernelKeepsProtocol).stream())
                .filter(entry -> entry.ifindex() == ifindex)
                .map(AddressMessage.Entry::address)
                .toList();
    }

    /** The next hop of the main table's default route, of the one with the lowest metric when there are several. */
    public synchronized Optional<DefaultGateway> defaultGateway() {
        return RouteMessage.defaultGateway(answered(socket.dump(RouteMessage.all()), "list the routes"));
    }

    /** The neighbour table of one interface, without the addresses it answers for; none when it does not exist. */
    public synchronized List<NeighborEntry> neighbors(int ifindex) {
        return neighbors(NeighborMessage.all(ifindex), ifindex);
    }

    /** The addresses of others that one interface answers for: {@code ip neigh show proxy}. */
    public synchronized List<NeighborEntry> proxies(int ifindex) {
        return neighbors(NeighborMessage.proxies(ifindex), ifindex);
    }

    private List<NeighborEntry> neighbors(NetlinkRequest request, int ifindex) {
        return answered(socket.dump(request), "list the neighbours").stream()
                .flatMap(message -> NeighborMessage.read(message).stream())
                .filter(entry -> entry.ifindex() == ifindex)
                .toList();
    }

    /**
     * Makes an entry PERMANENT: no frame changes it, and it does not age. One that is there is replaced.
     *
     * @param mac of one station; the kernel would take a group's, and send to the whole LAN
     */
    public KernelResult putNeighbor(int ifindex, Ipv4Address address, MacAddress mac) {
        if (mac.isGroup()) {
            throw new IllegalArgumentException("not one station's: " + mac);
        }
        return each(
                List.of(address),
                entry -> NeighborMessage.putPermanent(ifindex, entry, mac),
                entry -> "set " + entry + " to " + mac + " on interface " + ifindex,
                Set.of());
    }

    /** Removes an entry, whatever its state; it is done also when there is none. */
    public KernelResult removeNeighbor(int ifindex, Ipv4Address address) {
        return removeNeighbors(ifindex, List.of(address));
    }

    /**
     * Does so with each of these, many in one call.
     *
     * @return the first failure, if there is one; the others are removed nevertheless
     */
    public KernelResult removeNeighbors(int ifindex, List<Ipv4Address> addresses) {
        return each(
                addresses,
                address -> NeighborMessage.remove(ifindex, address),
                address -> "remove the neighbour " + address + " from interface " + ifindex,
                ABSENT_NEIGHBOR);
    }

    /**
     * Adds an address, or starts its lifetime anew, and marks it as ours.
     *
     * <p>So does an address that somebody else assigned become ours, and end: ask {@link #addresses} first.
     *
     * @param validFor rounded up to whole seconds; the kernel takes 0 to 0.6 s more
     */
    public KernelResult assign(int ifindex, Ipv4Prefix prefix, Duration validFor) {
        return assign(ifindex, List.of(prefix), validFor);
    }

    /**
     * Does so with each of these addresses, many in one call.
     *
     * @return the first failure, if there is one; the others are assigned nevertheless
     */
    public synchronized KernelResult assign(int ifindex, List<Ipv4Prefix> prefixes, Duration validFor) {
        return each(
                prefixes,
                prefix -> AddressMessage.assign(ifindex, prefix, validFor),
                prefix -> "assign " + prefix + " to interface " + ifindex,
                Set.of());
    }

    /**
     * Removes these addresses, many in one call; those the interface does not have count as removed.
     *
     * @return the first failure, if there is one; the others are removed nevertheless
     */
    public synchronized KernelResult remove(int ifindex, List<Ipv4Prefix> prefixes) {
        return each(
                prefixes,
                prefix -> AddressMessage.remove(ifindex, prefix),
                prefix -> "remove " + prefix + " from interface " + ifindex,
                ABSENT);
    }

    private synchronized <T> KernelResult each(
            List<T> all, Function<T, NetlinkRequest> request, Function<T, String> what, Set<Errno> asGood) {
        Optional<KernelResult> failure = Optional.empty();
        for (int start = 0; start < all.size(); start += NetlinkSocket.BATCH) {
            List<T> part = all.subList(start, Math.min(all.size(), start + NetlinkSocket.BATCH));
            List<Errno> outcomes = socket.exchange(part.stream().map(request).toList());
            for (int i = 0; i < part.size() && failure.isEmpty(); i++) {
                Errno errno = outcomes.get(i);
                if (errno.isError() && !asGood.contains(errno)) {
                    failure = Optional.of(errno.failed(what.apply(part.get(i))));
                }
            }
        }
        return failure.orElse(new Done());
    }

    /** The number by which the kernel names our socket in notifications. */
    int port() {
        return socket.port();
    }

    /** Removes an address; it is done also when the interface does not have it, or does not exist. */
    public KernelResult remove(int ifindex, Ipv4Prefix prefix) {
        return remove(ifindex, List.of(prefix));
    }

    private static List<NetlinkMessage> answered(NetlinkSocket.Reply reply, String what) {
        if (reply.errno().isError()) {
            throw new KernelException(reply.errno().describe(what));
        }
        return reply.messages();
    }

    @Override
    public synchronized void close() {
        socket.close();
    }
}
