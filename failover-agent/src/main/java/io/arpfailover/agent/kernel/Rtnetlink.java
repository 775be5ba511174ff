package io.arpfailover.agent.kernel;

import io.arpfailover.agent.kernel.KernelResult.Done;
import io.arpfailover.agent.wire.Ipv4Prefix;
import io.arpfailover.agent.wire.MacAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The kernel's links, addresses and routes, read and changed through rtnetlink(7).
 *
 * <p>It sees the network namespace of the thread that opened it. Any thread may call; one call at a time runs, each
 * some ten microseconds, none longer than a second. A question the kernel does not answer is a
 * {@link KernelException}; a change it refuses is a {@link KernelResult.Failed}.
 */
public final class Rtnetlink implements AutoCloseable {
    private final NetlinkSocket socket;
    private final boolean kernelKeepsProtocol = AddressMessage.keepsProtocol(System.getProperty("os.version"));

    private Rtnetlink(NetlinkSocket socket) {
        this.socket = socket;
    }

    /** Needs no capability; only changes do. */
    public static Rtnetlink open() {
        return new Rtnetlink(NetlinkSocket.open(0));
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

    /**
     * Adds an address, or starts its lifetime anew, and marks it as ours.
     *
     * <p>So does an address that somebody else assigned become ours, and end: ask {@link #addresses} first.
     *
     * @param validFor rounded up to whole seconds; the kernel takes 0 to 0.6 s more
     */
    public synchronized KernelResult assign(int ifindex, Ipv4Prefix prefix, Duration validFor) {
        Errno errno = socket.exchange(AddressMessage.assign(ifindex, prefix, validFor))
                .errno();
        return errno.isError() ? errno.failed("assign " + prefix + " to interface " + ifindex) : new Done();
    }

    /** Removes an address; it is done also when the interface does not have it, or does not exist. */
    public synchronized KernelResult remove(int ifindex, Ipv4Prefix prefix) {
        Errno errno = socket.exchange(AddressMessage.remove(ifindex, prefix)).errno();
        boolean absent = errno.equals(Errno.EADDRNOTAVAIL) || errno.equals(Errno.ENODEV);
        return errno.isError() && !absent
                ? errno.failed("remove " + prefix + " from interface " + ifindex)
                : new Done();
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
