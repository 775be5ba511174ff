package io.arpfailover.agent.peer;

import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.coordinator.tenure.Ack;
import io.arpfailover.coordinator.tenure.ClusterName;
import io.arpfailover.coordinator.tenure.Handover;
import io.arpfailover.coordinator.tenure.Heartbeat;
import io.arpfailover.coordinator.tenure.NodeName;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import javax.crypto.Mac;
import javax.crypto.ShortBufferException;

/**
 * Datagrams to octets and back, under one secret. Does no I/O; an instance belongs to one thread, for its HMAC does.
 *
 * <p>Format 1, 97 to 391 octets, numbers big-endian:
 *
 * <pre>
 *   octets
 *    0 ..  3   "ARPF"
 *    4         format version: 1
 *    5         kind: 1 heartbeat, 2 promise, 3 handover
 *    6         flags: bit 0 the sender is fit; the others 0
 *    7 .. 14   incarnation of the sender
 *   15 .. 22   incarnation of the addressee
 *   23 .. 30   counter, 1 or more
 *   31 .. 34   destination: IPv4 address
 *   35 .. 36   destination: UDP port, 1 or more
 *   37 .. 44   epoch, 0 or more
 *   45 .. 52   when the heartbeat left: nanoseconds of the holder's clock; in a promise the echo of the heartbeat's;
 *              in a handover the new record's version
 *   53 .. 60   the time promised: nanoseconds, 1 to those of an hour; in a handover since when: milliseconds since 1970
 *   61         c: length of the cluster's name, 1 to 32
 *   62 ..      the cluster's name, ASCII, c octets
 *   62+c       n: length of the sender's name, 1 to 63
 *   63+c ..    the sender's name, ASCII, n octets
 *   63+c+n     in a handover only, w: length of the reason, 0 to 200
 *   64+c+n ..  in a handover only: the reason, UTF-8, w octets
 *   then       HMAC-SHA256 (RFC 2104) of all octets before, 32 octets; the datagram ends with it
 * </pre>
 *
 * <p>Magic and version are looked at first, as another version may differ in everything behind them.
 */
public final class PeerCodec {
    /** A promise for longer than that is a mistake: nobody waits so long for a server to restart. */
    public static final Duration LONGEST_PROMISE = Duration.ofHours(1);

    static final int MAGIC = 0x41525046;
    static final int VERSION = 1;
    static final int VERSION_AT = 4;
    static final int MAC_OCTETS = 32;

    private static final int KIND_AT = 5;
    private static final int FIT = 1;
    private static final int CLUSTER_AT = 61;
    private static final int LONGEST_CLUSTER = 32;
    private static final int LONGEST_NODE = 63;
    private static final int LONGEST_WHY = 200;
    private static final int WITHOUT_NAMES = CLUSTER_AT + 2 + MAC_OCTETS;

    static final int SHORTEST = WITHOUT_NAMES + 2;
    static final int LONGEST = WITHOUT_NAMES + LONGEST_CLUSTER + LONGEST_NODE + 1 + LONGEST_WHY;

    /** Far beyond every uptime, and far enough from overflow to reckon with. */
    private static final long FARTHEST_INSTANT = Long.MAX_VALUE / 2;

    private static final PeerReading TRUNCATED = PeerReading.Dropped.because(PeerDrop.TRUNCATED);
    private static final PeerReading TOO_LONG = PeerReading.Dropped.because(PeerDrop.TOO_LONG);
    private static final PeerReading MALFORMED = PeerReading.Dropped.because(PeerDrop.MALFORMED);

    private final Mac mac;
    private final byte[] expected = new byte[MAC_OCTETS];
    private final byte[] found = new byte[MAC_OCTETS];

    public PeerCodec(PeerSecret secret) {
        this.mac = secret.mac();
    }

    /**
     * The octets of the datagram; a fresh array.
     *
     * @throws IllegalArgumentException when one of its numbers is out of range
     */
    public byte[] encode(PeerDatagram datagram) {
        byte[] cluster = ascii(datagram.cluster().text());
        byte[] sender = ascii(datagram.sender().text());
        byte[] tail = tail(datagram.message());
        byte[] octets = new byte[WITHOUT_NAMES + cluster.length + sender.length + tail.length];
        ByteBuffer buffer = ByteBuffer.wrap(octets);
        writeHead(buffer, datagram);
        datagram.message().putNumbers(buffer.putLong(datagram.message().epoch()));
        if (!isInRange(buffer)) {
            throw new IllegalArgumentException("cannot be sent: " + datagram);
        }
        buffer.put((byte) cluster.length).put(cluster);
        buffer.put((byte) sender.length).put(sender).put(tail);
        sign(buffer.slice(0, buffer.position()), octets, buffer.position());
        return octets;
    }

    /**
     * Reads the first {@code length} octets.
     *
     * @throws IndexOutOfBoundsException when the array has fewer
     */
    public PeerReading decode(byte[] octets, int length) {
        return decode(ByteBuffer.wrap(octets, 0, length));
    }

    /** Reads the buffer from its beginning to its limit. */
    PeerReading decode(ByteBuffer buffer) {
        if (buffer.limit() <= VERSION_AT) {
            return TRUNCATED;
        }
        if (buffer.getInt(0) != MAGIC) {
            return PeerReading.Dropped.because(PeerDrop.FOREIGN);
        }
        if (buffer.get(VERSION_AT) != VERSION) {
            return PeerReading.Dropped.because(PeerDrop.OTHER_VERSION);
        }
        return sized(buffer);
    }

    private static void writeHead(ByteBuffer buffer, PeerDatagram datagram) {
        buffer.putInt(MAGIC)
                .put((byte) VERSION)
                .put((byte) datagram.message().kind())
                .put((byte) (datagram.message().fit() ? FIT : 0))
                .putLong(datagram.from().bits())
                .putLong(datagram.to().bits())
                .putLong(datagram.counter())
                .putInt(datagram.destination().address().bits())
                .putShort((short) datagram.destination().port());
    }

    /** The reason with its length, in a handover; one that is too long loses its end, which ZooKeeper tells. */
    private static byte[] tail(PeerMessage message) {
        if (!(message instanceof PeerMessage.Given given)) {
            return new byte[0];
        }
        byte[] why = given.handover().why().getBytes(StandardCharsets.UTF_8);
        int length = Math.min(why.length, LONGEST_WHY);
        while (length < why.length && isWithinCharacter(why[length])) {
            length--;
        }
        return ByteBuffer.allocate(1 + length)
                .put((byte) length)
                .put(why, 0, length)
                .array();
    }

    private static boolean isWithinCharacter(byte octet) {
        return (octet & 0xc0) == 0x80;
    }

    private static byte[] ascii(String name) {
        return name.getBytes(StandardCharsets.US_ASCII);
    }

    /** The lengths of the names are believed here only as far as the size of the datagram bears them out. */
    private PeerReading sized(ByteBuffer buffer) {
        int length = buffer.limit();
        if (length < SHORTEST || length > LONGEST) {
            return length < SHORTEST ? TRUNCATED : TOO_LONG;
        }
        int cluster = buffer.get(CLUSTER_AT) & 0xff;
        int signed = CLUSTER_AT + 1 + cluster;
        if (length <= signed) {
            return TRUNCATED;
        }
        int named = signed + 1 + (buffer.get(signed) & 0xff);
        if (length <= named) {
            return TRUNCATED;
        }
        signed = named + tailLength(buffer, named);
        if (length < signed + MAC_OCTETS) {
            return TRUNCATED;
        }
        return length > signed + MAC_OCTETS ? TOO_LONG : verified(buffer, signed, named, cluster);
    }

    private static int tailLength(ByteBuffer buffer, int at) {
        return buffer.get(KIND_AT) == PeerMessage.Given.KIND ? 1 + (buffer.get(at) & 0xff) : 0;
    }

    private PeerReading verified(ByteBuffer buffer, int signed, int named, int cluster) {
        sign(buffer.slice(0, signed), expected, 0);
        buffer.get(signed, found);
        if (!MessageDigest.isEqual(expected, found)) {
            return PeerReading.Dropped.because(PeerDrop.BAD_MAC);
        }
        return isInRange(buffer) ? named(buffer, named, cluster) : MALFORMED;
    }

    private void sign(ByteBuffer contents, byte[] into, int at) {
        mac.update(contents);
        try {
            mac.doFinal(into, at);
        } catch (ShortBufferException e) {
            throw new IllegalStateException("no room for the HMAC at " + at, e);
        }
    }

    private static boolean isInRange(ByteBuffer buffer) {
        boolean knownFlags = (buffer.get(6) & ~FIT) == 0;
        boolean counted = buffer.getLong(23) > 0 && buffer.getShort(35) != 0 && buffer.getLong(37) >= 0;
        return knownFlags && counted && areInRange(buffer.get(KIND_AT), buffer.getLong(45), buffer.getLong(53));
    }

    private static boolean areInRange(int kind, long first, long second) {
        return switch (kind) {
            case PeerMessage.Beat.KIND, PeerMessage.Promise.KIND ->
                first >= -FARTHEST_INSTANT
                        && first <= FARTHEST_INSTANT
                        && second > 0
                        && second <= LONGEST_PROMISE.toNanos();
            case PeerMessage.Given.KIND -> first >= 0 && first <= Integer.MAX_VALUE && second >= 0;
            default -> false;
        };
    }

    private static PeerReading named(ByteBuffer buffer, int named, int cluster) {
        String clusterName = text(buffer, CLUSTER_AT + 1, cluster);
        int senderAt = CLUSTER_AT + 2 + cluster;
        try {
            NodeName sender = new NodeName(text(buffer, senderAt, named - senderAt));
            return new PeerReading.Accepted(read(buffer, new ClusterName(clusterName), sender, message(buffer, named)));
        } catch (IllegalArgumentException | CharacterCodingException notAName) {
            return MALFORMED;
        }
    }

    private static PeerDatagram read(ByteBuffer buffer, ClusterName cluster, NodeName sender, PeerMessage message) {
        return new PeerDatagram(
                cluster,
                sender,
                new Incarnation(buffer.getLong(7)),
                new Incarnation(buffer.getLong(15)),
                buffer.getLong(23),
                new PeerEndpoint(new Ipv4Address(buffer.getInt(31)), Short.toUnsignedInt(buffer.getShort(35))),
                message);
    }

    private static PeerMessage message(ByteBuffer buffer, int tailAt) throws CharacterCodingException {
        boolean fit = (buffer.get(6) & FIT) != 0;
        long epoch = buffer.getLong(37);
        if (buffer.get(KIND_AT) == PeerMessage.Given.KIND) {
            int version = Math.toIntExact(buffer.getLong(45));
            return new PeerMessage.Given(new Handover(epoch, version, buffer.getLong(53), why(buffer, tailAt)), fit);
        }
        MonotonicTime left = new MonotonicTime(buffer.getLong(45));
        Duration promised = Duration.ofNanos(buffer.getLong(53));
        return buffer.get(KIND_AT) == PeerMessage.Beat.KIND
                ? new PeerMessage.Beat(new Heartbeat(epoch, left, promised), fit)
                : new PeerMessage.Promise(new Ack(epoch, left, promised), fit);
    }

    private static String why(ByteBuffer buffer, int tailAt) throws CharacterCodingException {
        int length = buffer.get(tailAt) & 0xff;
        if (length > LONGEST_WHY) {
            throw new IllegalArgumentException("a reason of " + length + " octets");
        }
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(buffer.slice(tailAt + 1, length))
                .toString();
    }

    private static String text(ByteBuffer buffer, int at, int length) {
        return StandardCharsets.US_ASCII.decode(buffer.slice(at, length)).toString();
    }
}
