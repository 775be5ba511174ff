package io.arpfailover.agent.peer;

import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.coordinator.tenure.Ack;
import io.arpfailover.coordinator.tenure.ClusterName;
import io.arpfailover.coordinator.tenure.Heartbeat;
import io.arpfailover.coordinator.tenure.NodeName;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import javax.crypto.Mac;
import javax.crypto.ShortBufferException;

/**
 * Datagrams to octets and back, under one secret. Does no I/O; an instance belongs to one thread, for its HMAC does.
 *
 * <p>Format 1, 97 to 190 octets, numbers big-endian:
 *
 * <pre>
 *   octets
 *    0 ..  3   "ARPF"
 *    4         format version: 1
 *    5         kind: 1 heartbeat, 2 promise
 *    6         flags: bit 0 the sender is fit; the others 0
 *    7 .. 14   incarnation of the sender
 *   15 .. 22   incarnation of the addressee
 *   23 .. 30   counter, 1 or more
 *   31 .. 34   destination: IPv4 address
 *   35 .. 36   destination: UDP port, 1 or more
 *   37 .. 44   epoch, 0 or more
 *   45 .. 52   when the heartbeat left: nanoseconds of the holder's clock; in a promise the echo of the heartbeat's
 *   53 .. 60   the time promised: nanoseconds, 1 to those of an hour
 *   61         c: length of the cluster's name, 1 to 32
 *   62 ..      the cluster's name, ASCII, c octets
 *   62+c       n: length of the sender's name, 1 to 63
 *   63+c ..    the sender's name, ASCII, n octets
 *   63+c+n ..  HMAC-SHA256 (RFC 2104) of all octets before, 32 octets; the datagram ends with it
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

    private static final int FIT = 1;
    private static final int CLUSTER_AT = 61;
    private static final int LONGEST_CLUSTER = 32;
    private static final int LONGEST_NODE = 63;
    private static final int WITHOUT_NAMES = CLUSTER_AT + 2 + MAC_OCTETS;

    static final int SHORTEST = WITHOUT_NAMES + 2;
    static final int LONGEST = WITHOUT_NAMES + LONGEST_CLUSTER + LONGEST_NODE;

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
        byte[] octets = new byte[WITHOUT_NAMES + cluster.length + sender.length];
        ByteBuffer buffer = ByteBuffer.wrap(octets);
        writeHead(buffer, datagram);
        writeMessage(buffer, datagram.message());
        if (!isInRange(buffer)) {
            throw new IllegalArgumentException("cannot be sent: " + datagram);
        }
        buffer.put((byte) cluster.length).put(cluster).put((byte) sender.length).put(sender);
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

    private static void writeMessage(ByteBuffer buffer, PeerMessage message) {
        buffer.putLong(message.epoch())
                .putLong(message.heartbeatLeft().nanos())
                .putLong(message.promised().toNanos());
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
        signed += 1 + (buffer.get(signed) & 0xff);
        if (length < signed + MAC_OCTETS) {
            return TRUNCATED;
        }
        return length > signed + MAC_OCTETS ? TOO_LONG : verified(buffer, signed, cluster);
    }

    private PeerReading verified(ByteBuffer buffer, int signed, int cluster) {
        sign(buffer.slice(0, signed), expected, 0);
        buffer.get(signed, found);
        if (!MessageDigest.isEqual(expected, found)) {
            return PeerReading.Dropped.because(PeerDrop.BAD_MAC);
        }
        return isInRange(buffer) ? named(buffer, signed, cluster) : MALFORMED;
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
        int kind = buffer.get(5);
        boolean knownKind = kind == PeerMessage.Beat.KIND || kind == PeerMessage.Promise.KIND;
        boolean knownFlags = (buffer.get(6) & ~FIT) == 0;
        boolean counted = buffer.getLong(23) > 0 && buffer.getShort(35) != 0;
        long left = buffer.getLong(45);
        boolean dated = buffer.getLong(37) >= 0 && left >= -FARTHEST_INSTANT && left <= FARTHEST_INSTANT;
        long promised = buffer.getLong(53);
        return knownKind && knownFlags && counted && dated && promised > 0 && promised <= LONGEST_PROMISE.toNanos();
    }

    private static PeerReading named(ByteBuffer buffer, int signed, int cluster) {
        String clusterName = text(buffer, CLUSTER_AT + 1, cluster);
        int senderAt = CLUSTER_AT + 2 + cluster;
        try {
            return new PeerReading.Accepted(read(
                    buffer, new ClusterName(clusterName), new NodeName(text(buffer, senderAt, signed - senderAt))));
        } catch (IllegalArgumentException notAName) {
            return MALFORMED;
        }
    }

    private static PeerDatagram read(ByteBuffer buffer, ClusterName cluster, NodeName sender) {
        return new PeerDatagram(
                cluster,
                sender,
                new Incarnation(buffer.getLong(7)),
                new Incarnation(buffer.getLong(15)),
                buffer.getLong(23),
                new PeerEndpoint(new Ipv4Address(buffer.getInt(31)), Short.toUnsignedInt(buffer.getShort(35))),
                message(buffer));
    }

    private static PeerMessage message(ByteBuffer buffer) {
        boolean fit = (buffer.get(6) & FIT) != 0;
        long epoch = buffer.getLong(37);
        MonotonicTime left = new MonotonicTime(buffer.getLong(45));
        Duration promised = Duration.ofNanos(buffer.getLong(53));
        return buffer.get(5) == PeerMessage.Beat.KIND
                ? new PeerMessage.Beat(new Heartbeat(epoch, left, promised), fit)
                : new PeerMessage.Promise(new Ack(epoch, left, promised), fit);
    }

    private static String text(ByteBuffer buffer, int at, int length) {
        return StandardCharsets.US_ASCII.decode(buffer.slice(at, length)).toString();
    }
}
