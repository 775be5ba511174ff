package io.arpfailover.agent.kernel;

import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.Ipv4Prefix;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** The IPv4 address messages of rtnetlink(7): struct ifaddrmsg, 8 octets, and its attributes. */
final class AddressMessage {
    static final int NEW = 20;
    static final int DELETE = 21;
    private static final int GET = 22;

    /** Marks an address as assigned by this program, among the numbers the kernel leaves to others. */
    static final int OUR_PROTOCOL = 0xaf;

    private static final int AF_INET = 2;
    private static final int FIXED_OCTETS = 8;
    private static final int LENGTH_OFFSET = 1;
    private static final int INDEX_OFFSET = 4;

    private static final int IFA_ADDRESS = 1;
    private static final int IFA_LOCAL = 2;
    private static final int IFA_BROADCAST = 4;
    private static final int IFA_CACHEINFO = 6;
    private static final int IFA_PROTO = 11;
    private static final int VALID_INDEX = 1;
    private static final int FOR_EVER = 0xffff_ffff;

    private AddressMessage() {}

    static NetlinkRequest all() {
        return new NetlinkRequest(GET, NetlinkRequest.DUMP)
                .u8(AF_INET)
                .u8(0)
                .u8(0)
                .u8(0)
                .u32(0);
    }

    /** Adds the address, or starts its lifetime anew. */
    static NetlinkRequest assign(int ifindex, Ipv4Prefix prefix, Duration validFor) {
        int seconds = wholeSeconds(validFor);
        NetlinkRequest request = message(
                        NEW, NetlinkRequest.ACK | NetlinkRequest.CREATE | NetlinkRequest.REPLACE, ifindex, prefix)
                .attributeU32(IFA_CACHEINFO, seconds, seconds, 0, 0)
                .attribute(IFA_PROTO, (byte) OUR_PROTOCOL);
        return prefix.hasBroadcast()
                ? request.attribute(IFA_BROADCAST, prefix.broadcast().octets())
                : request;
    }

    static NetlinkRequest remove(int ifindex, Ipv4Prefix prefix) {
        return message(DELETE, NetlinkRequest.ACK, ifindex, prefix);
    }

    private static NetlinkRequest message(int type, int flags, int ifindex, Ipv4Prefix prefix) {
        byte[] address = prefix.address().octets();
        return new NetlinkRequest(type, flags)
                .u8(AF_INET)
                .u8(prefix.length())
                .u8(0)
                .u8(0)
                .u32(ifindex)
                .attribute(IFA_LOCAL, address)
                .attribute(IFA_ADDRESS, address);
    }

    /** Rounded up, since the kernel refuses zero and a lifetime is a backstop, not the lease. */
    private static int wholeSeconds(Duration duration) {
        long seconds = duration.plusSeconds(1).minusNanos(1).toSeconds();
        if (seconds < 1 || seconds >= Integer.MAX_VALUE) {
            throw new IllegalArgumentException("not a lifetime: " + duration);
        }
        return (int) seconds;
    }

    /**
     * An address and the interface that carries it.
     *
     * @param ifindex the interface's number
     */
    record Entry(int ifindex, AssignedAddress address) {}

    /** Empty for a message of another kind. */
    static Optional<Entry> read(NetlinkMessage message, boolean kernelKeepsProtocol) {
        ByteBuffer fixed = message.body();
        boolean address = message.type() == NEW || message.type() == DELETE;
        if (!address || fixed.limit() < FIXED_OCTETS || fixed.get(0) != AF_INET) {
            return Optional.empty();
        }
        Attributes attributes = message.attributesAfter(FIXED_OCTETS);
        return attributes.octets(IFA_LOCAL, Integer.BYTES).map(octets -> {
            Ipv4Prefix prefix = new Ipv4Prefix(Ipv4Address.read(octets, 0), fixed.get(LENGTH_OFFSET));
            return new Entry(fixed.getInt(INDEX_OFFSET), assigned(prefix, attributes, kernelKeepsProtocol));
        });
    }

    private static AssignedAddress assigned(Ipv4Prefix prefix, Attributes attributes, boolean kernelKeepsProtocol) {
        Optional<Duration> validFor = validFor(attributes.u32(IFA_CACHEINFO, VALID_INDEX));
        boolean marked = attributes.u8(IFA_PROTO).orElse(0) == OUR_PROTOCOL;
        return new AssignedAddress(prefix, marked || (!kernelKeepsProtocol && validFor.isPresent()), validFor);
    }

    private static Optional<Duration> validFor(OptionalInt seconds) {
        return seconds.isEmpty() || seconds.getAsInt() == FOR_EVER
                ? Optional.empty()
                : Optional.of(Duration.ofSeconds(Integer.toUnsignedLong(seconds.getAsInt())));
    }

    /** Whether this kernel (release as of uname) keeps the mark: since 5.18. */
    static boolean keepsProtocol(String kernelRelease) {
        return new KernelRelease(kernelRelease).isAtLeast(5, 18);
    }
}
