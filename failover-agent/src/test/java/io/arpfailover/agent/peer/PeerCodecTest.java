package io.arpfailover.agent.peer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.arpfailover.coordinator.tenure.ClusterName;
import io.arpfailover.coordinator.tenure.Handover;
import io.arpfailover.coordinator.tenure.Heartbeat;
import io.arpfailover.coordinator.tenure.NodeName;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PeerCodecTest {
    private static final Set<PeerDrop> BY_SIZE = EnumSet.of(PeerDrop.TRUNCATED, PeerDrop.TOO_LONG);

    private final PeerCodec codec = new PeerCodec(Samples.SECRET);

    /** The HMACs come from another implementation than the JDK's. */
    static Stream<Arguments> golden() {
        return Stream.of(
                Arguments.of(
                        "heartbeat",
                        Samples.fromA(7),
                        "41525046 01 01 01 0123456789abcdef fedcba9876543210 0000000000000007 0a4d0002 146b"
                                + "0000000000000003 000000003b9aca00 000000001dcd6500 03 776562 01 61"
                                + "08501b542064eb718498b7d8695663c6b32e9ddb654f83f0b5f4d3eecc56bc7e"),
                Arguments.of(
                        "promise",
                        Samples.fromB(258),
                        "41525046 01 02 00 fedcba9876543210 0123456789abcdef 0000000000000102 0a4d0001 ffff"
                                + "0000000000000003 000000003b9aca00 000000001dcd6500 03 776562"
                                + "0b 622e6578616d706c652d32"
                                + "41fa447e72f8b4f4b3b35add4a12a6f000c0fecf963a66e7760b00ccea0ebdc8"),
                Arguments.of(
                        "handover",
                        Samples.handover(8),
                        "41525046 01 03 01 0123456789abcdef fedcba9876543210 0000000000000008 0a4d0002 146b"
                                + "0000000000000004 0000000000000009 0000018bcfe56800 03 776562 01 61"
                                + "08 666f72205a6fc3ab"
                                + "d2d647e0d8c382255c88ddd4823da396274165aee244ccd49e32dd539b2d9ebd"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("golden")
    void goldenOctetsBothWays(String name, PeerDatagram datagram, String hex) {
        byte[] octets = hex(hex);
        assertArrayEquals(octets, codec.encode(datagram), name);
        assertEquals(new PeerReading.Accepted(datagram), codec.decode(octets, octets.length), name);
    }

    @Test
    void theLongestNamesMakeTheLongestDatagram() {
        PeerDatagram shortest = named("w", "a");
        PeerDatagram aHeartbeat = named("w".repeat(32), "a".repeat(63));
        PeerDatagram longest = named("w".repeat(32), "a".repeat(63), given("ë".repeat(100)));
        assertEquals(97, codec.encode(shortest).length);
        assertEquals(190, codec.encode(aHeartbeat).length);
        assertEquals(391, codec.encode(longest).length);
        assertEquals(new PeerReading.Accepted(shortest), read(codec.encode(shortest)));
        assertEquals(new PeerReading.Accepted(aHeartbeat), read(codec.encode(aHeartbeat)));
        assertEquals(new PeerReading.Accepted(longest), read(codec.encode(longest)));
    }

    @Test
    void aReasonThatIsTooLongLosesItsEndAtACharacter() {
        assertEquals("x" + "ë".repeat(99), whyOf(codec.encode(named("w", "a", given("x" + "ë".repeat(100))))));
        assertEquals("x".repeat(200), whyOf(codec.encode(named("w", "a", given("x".repeat(500))))));
        assertEquals("", whyOf(codec.encode(named("w", "a", given("")))));
    }

    @ParameterizedTest(name = "octets {1} at {0}")
    @CsvSource({"45, 0000000080000000", "45, ffffffffffffffff", "53, ffffffffffffffff", "74, 20", "75, 20"})
    void aHandoverOutOfRangeIsMalformed(int at, String hex) {
        byte[] octets = codec.encode(Samples.handover(1));
        byte[] wrong = hex(hex);
        System.arraycopy(wrong, 0, octets, at, wrong.length);
        assertEquals(dropped(PeerDrop.MALFORMED), read(Samples.signedAgain(octets)));
    }

    static Stream<PeerDatagram> kinds() {
        return Stream.of(Samples.fromB(1), Samples.handover(1));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void everyTruncationIsNamed(PeerDatagram datagram) {
        byte[] octets = codec.encode(datagram);
        for (int length = 0; length < octets.length; length++) {
            assertEquals(dropped(PeerDrop.TRUNCATED), codec.decode(octets, length), "in place, length " + length);
            assertEquals(dropped(PeerDrop.TRUNCATED), read(Arrays.copyOf(octets, length)), "length " + length);
        }
    }

    @Test
    void everySingleFlippedBitIsRefused() {
        byte[] octets = codec.encode(Samples.fromB(1));
        for (int bit = 0; bit < octets.length * 8; bit++) {
            byte[] changed = octets.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            PeerDrop reason = reason(read(changed));
            switch (bit / 8) {
                case 0, 1, 2, 3 -> assertEquals(PeerDrop.FOREIGN, reason, "bit " + bit);
                case 4 -> assertEquals(PeerDrop.OTHER_VERSION, reason, "bit " + bit);
                case 5 ->
                    assertTrue(reason == PeerDrop.BAD_MAC || BY_SIZE.contains(reason), "bit " + bit + " " + reason);
                case 61, 65 -> assertTrue(BY_SIZE.contains(reason), "bit " + bit + " " + reason);
                default -> assertEquals(PeerDrop.BAD_MAC, reason, "bit " + bit);
            }
        }
        assertEquals(new PeerReading.Accepted(Samples.fromB(1)), read(octets));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void whatGoesOnBehindItsEndIsRefused(PeerDatagram datagram) {
        byte[] octets = codec.encode(datagram);
        for (int length = octets.length + 1; length < 1500; length++) {
            assertEquals(dropped(PeerDrop.TOO_LONG), read(Arrays.copyOf(octets, length)), "length " + length);
        }
    }

    @Test
    void anotherSecretDoesNotVerify() {
        PeerCodec other = new PeerCodec(Samples.secret("0123456789abcdef0123456789abcdeF"));
        assertEquals(dropped(PeerDrop.BAD_MAC), read(other.encode(Samples.fromB(1))));
    }

    /** Another version may have any layout and length, so it is told before all of that. */
    @ParameterizedTest
    @CsvSource({"5", "20", "97", "190", "1400"})
    void anotherVersionIsToldWhateverFollows(int length) {
        byte[] octets = new byte[length];
        new Random(length).nextBytes(octets);
        System.arraycopy(hex("4152504602"), 0, octets, 0, 5);
        assertEquals(dropped(PeerDrop.OTHER_VERSION), read(octets));
        octets[0] = 'a';
        assertEquals(dropped(PeerDrop.FOREIGN), read(octets));
    }

    @ParameterizedTest(name = "octets {1} at {0}")
    @CsvSource({
        "5, 00",
        "5, 04",
        "5, 81",
        "6, 02",
        "6, 81",
        "23, 0000000000000000",
        "23, 8000000000000001",
        "35, 0000",
        "37, 8000000000000000",
        "45, 7fffffffffffffff",
        "45, 8000000000000000",
        "53, 0000000000000000",
        "53, ffffffffffffffff",
        "53, 0000034630b8a001",
        "62, 576562",
        "62, 00",
        "66, 2e",
        "66, e9"
    })
    void eachFieldOutOfRangeIsMalformedAlthoughTheHmacIsRight(int at, String hex) {
        byte[] octets = codec.encode(Samples.fromB(1));
        byte[] wrong = hex(hex);
        System.arraycopy(wrong, 0, octets, at, wrong.length);
        assertEquals(dropped(PeerDrop.MALFORMED), read(Samples.signedAgain(octets)));
    }

    @Test
    void namesOfNoLengthAreMalformed() {
        byte[] octets = codec.encode(Samples.fromB(1));
        byte[] noCluster = without(octets, 61, 3);
        byte[] noSender = without(octets, 65, 11);
        assertEquals(dropped(PeerDrop.MALFORMED), read(Samples.signedAgain(noCluster)));
        assertEquals(dropped(PeerDrop.MALFORMED), read(Samples.signedAgain(noSender)));
    }

    @Test
    void anHourIsTheLongestPromise() {
        byte[] octets = codec.encode(Samples.fromB(1));
        System.arraycopy(hex("0000034630b8a000"), 0, octets, 53, 8);
        PeerReading.Accepted read = assertInstanceOf(PeerReading.Accepted.class, read(Samples.signedAgain(octets)));
        PeerMessage.Promise promise =
                assertInstanceOf(PeerMessage.Promise.class, read.datagram().message());
        assertEquals(Duration.ofHours(1), promise.ack().promise());
        assertEquals(PeerCodec.LONGEST_PROMISE, promise.ack().promise());
    }

    @Test
    void whatCouldNotBeReadIsNotWritten() {
        assertThrows(IllegalArgumentException.class, () -> codec.encode(Samples.fromA(0)));
        PeerMessage tooLong =
                new PeerMessage.Beat(new Heartbeat(3, new MonotonicTime(1), Duration.ofMinutes(61)), true);
        PeerDatagram datagram =
                new PeerDatagram(Samples.WEB, Samples.A, Samples.A_NOW, Samples.B_NOW, 1, Samples.AT_B, tooLong);
        assertThrows(IllegalArgumentException.class, () -> codec.encode(datagram));
    }

    /** Random octets hardly ever begin as ours do, so most of these are good ones with some octets changed. */
    @Test
    void randomOctetsGiveAReasonNeverAnException() {
        Random random = new Random(5227);
        Set<PeerDrop> seen = EnumSet.noneOf(PeerDrop.class);
        for (int i = 0; i < 100_000; i++) {
            byte[] octets = i % 4 == 0 ? randomOctets(random) : mutated(random);
            if (read(octets) instanceof PeerReading.Accepted accepted) {
                assertArrayEquals(octets, codec.encode(accepted.datagram()));
            } else {
                seen.add(reason(read(octets)));
            }
        }
        assertEquals(EnumSet.range(PeerDrop.TRUNCATED, PeerDrop.MALFORMED), seen);
    }

    @Test
    void aRefusalCostsNoValue() {
        byte[] octets = codec.encode(Samples.fromB(1));
        assertSame(codec.decode(octets, 3), codec.decode(octets, 4));
        octets[8] ^= 1;
        assertSame(read(octets), read(octets));
        assertThrows(IndexOutOfBoundsException.class, () -> codec.decode(octets, octets.length + 1));
    }

    private static PeerMessage given(String why) {
        return new PeerMessage.Given(new Handover(4, 9, 0, why), true);
    }

    private String whyOf(byte[] octets) {
        PeerReading.Accepted read = assertInstanceOf(PeerReading.Accepted.class, read(octets));
        return assertInstanceOf(PeerMessage.Given.class, read.datagram().message())
                .handover()
                .why();
    }

    private static PeerDatagram named(String cluster, String node) {
        return named(cluster, node, Samples.BEAT);
    }

    private static PeerDatagram named(String cluster, String node, PeerMessage message) {
        return new PeerDatagram(
                new ClusterName(cluster), new NodeName(node), Samples.A_NOW, Samples.B_NOW, 1, Samples.AT_B, message);
    }

    /** Changed a little and, every other time, signed all the same: what somebody with the secret could send. */
    private byte[] mutated(Random random) {
        byte[] octets = codec.encode(
                switch (random.nextInt(3)) {
                    case 0 -> Samples.fromA(1);
                    case 1 -> Samples.fromB(1);
                    default -> Samples.handover(1);
                });
        for (int changes = random.nextInt(4); changes > 0; changes--) {
            octets[random.nextInt(octets.length)] = (byte) random.nextInt(256);
        }
        return random.nextBoolean() ? Samples.signedAgain(octets) : octets;
    }

    private static byte[] randomOctets(Random random) {
        byte[] octets = new byte[random.nextInt(250)];
        random.nextBytes(octets);
        return octets;
    }

    /** The octets without those of a name of this length, and its length set to 0. */
    private static byte[] without(byte[] octets, int lengthAt, int length) {
        byte[] shorter = new byte[octets.length - length];
        System.arraycopy(octets, 0, shorter, 0, lengthAt);
        System.arraycopy(octets, lengthAt + 1 + length, shorter, lengthAt + 1, shorter.length - lengthAt - 1);
        return shorter;
    }

    private PeerReading read(byte[] octets) {
        return codec.decode(octets, octets.length);
    }

    private static PeerReading dropped(PeerDrop reason) {
        return new PeerReading.Dropped(reason);
    }

    private static PeerDrop reason(PeerReading reading) {
        return assertInstanceOf(PeerReading.Dropped.class, reading).reason();
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }
}
