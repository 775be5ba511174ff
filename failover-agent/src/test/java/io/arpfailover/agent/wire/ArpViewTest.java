package io.arpfailover.agent.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ArpViewTest {
    private static final MacAddress OWN = MacAddress.parse("02:00:0a:4d:00:01");
    private static final ArpFrame TAGGED = new ArpFrame(
            MacAddress.BROADCAST,
            OWN,
            Optional.of(new VlanTag(0)),
            ArpPacket.announcementReply(OWN, Ipv4Address.parse("10.77.0.100")));

    private final ArpView view = new ArpView();

    @Test
    void showsTheFieldsOfOctetsAndOfAFrameAlike() {
        byte[] octets = TAGGED.encode();
        assertEquals(Optional.empty(), view.read(octets, octets.length));
        assertShows(TAGGED);
        ArpFrame other = ArpFrame.broadcast(ArpPacket.probe(OWN, Ipv4Address.parse("10.77.0.9")));
        view.read(other);
        assertShows(other);
        assertFalse(view.isReply());
    }

    /** A sender that is nobody is worth a look, so its fields are there. */
    @Test
    void showsAnImpossibleSender() {
        byte[] octets = TAGGED.encode();
        Arrays.fill(octets, 26, 32, (byte) 0xff);
        assertEquals(Optional.of(DropReason.SENDER_MAC), view.read(octets, octets.length));
        assertTrue(DropReason.SENDER_MAC.isAboutItsSender());
        assertEquals(MacAddress.BROADCAST.bits(), view.senderMac());
        assertEquals(OWN.bits(), view.targetMac());
    }

    @Test
    void agreesWithTheParserAboutWhateverComes() {
        Random random = new Random(826);
        for (int i = 0; i < 100_000; i++) {
            byte[] octets = TAGGED.encode();
            octets[random.nextInt(octets.length)] = (byte) random.nextInt();
            int length = random.nextInt(octets.length + 1);
            Parsed parsed = ArpFrame.parse(octets, length);
            Optional<DropReason> flaw = view.read(octets, length);
            if (parsed instanceof Parsed.Accepted accepted) {
                assertEquals(Optional.empty(), flaw);
                assertShows(accepted.frame());
            } else {
                assertEquals(parsed, new Parsed.Dropped(flaw.orElseThrow()));
            }
        }
    }

    @Test
    void aLengthOutsideTheArrayIsTheCallersMistake() {
        assertThrows(IndexOutOfBoundsException.class, () -> view.read(new byte[60], 61));
    }

    private void assertShows(ArpFrame frame) {
        assertEquals(frame.destination().bits(), view.destination());
        assertEquals(frame.source().bits(), view.source());
        assertEquals(frame.packet().operation() == Operation.REPLY, view.isReply());
        assertEquals(frame.packet().senderMac().bits(), view.senderMac());
        assertEquals(frame.packet().senderIp().bits(), view.senderIp());
        assertEquals(frame.packet().targetMac().bits(), view.targetMac());
        assertEquals(frame.packet().targetIp().bits(), view.targetIp());
    }
}
