package io.arpfailover.agent.wire;

import java.util.Objects;
import java.util.Optional;

/**
 * The fields of the frame read last, as numbers: one object serves any number of frames, so reading makes no garbage.
 *
 * <p>For who must look at every frame of a busy link and wants nothing of nearly all of them; everybody else is better
 * served by {@link ArpFrame}. The fields are valid when the last read found no flaw, or one that
 * {@linkplain DropReason#isAboutItsSender is about the sender}. One thread.
 */
public final class ArpView {
    private long destination;
    private long source;
    private boolean reply;
    private long senderMac;
    private int senderIp;
    private long targetMac;
    private int targetIp;

    /**
     * Reads the first {@code length} octets, by the same rules as {@link ArpFrame#parse}.
     *
     * @return why it is no frame to go by, if so
     */
    public Optional<DropReason> read(byte[] octets, int length) {
        Objects.checkFromToIndex(0, length, octets.length);
        Optional<DropReason> flaw = FrameParser.flaw(octets, length);
        if (flaw.isEmpty() || flaw.get().isAboutItsSender()) {
            take(octets, FrameParser.packetOffset(octets));
        }
        return flaw;
    }

    /** Takes the fields of a frame that was parsed before. */
    public void read(ArpFrame frame) {
        ArpPacket packet = frame.packet();
        destination = frame.destination().bits();
        source = frame.source().bits();
        reply = packet.operation() == Operation.REPLY;
        senderMac = packet.senderMac().bits();
        senderIp = packet.senderIp().bits();
        targetMac = packet.targetMac().bits();
        targetIp = packet.targetIp().bits();
    }

    private void take(byte[] octets, int at) {
        destination = Octets.read48(octets, 0);
        source = Octets.read48(octets, 6);
        reply = Octets.read16(octets, at + 6) == Operation.REPLY.code();
        senderMac = Octets.read48(octets, at + 8);
        senderIp = Octets.read32(octets, at + 14);
        targetMac = Octets.read48(octets, at + 18);
        targetIp = Octets.read32(octets, at + 24);
    }

    /** Bits of the MAC address the frame is for. */
    public long destination() {
        return destination;
    }

    /** Bits of the MAC address the frame is from. */
    public long source() {
        return source;
    }

    /** Whether it is a reply; else it is a request. */
    public boolean isReply() {
        return reply;
    }

    public long senderMac() {
        return senderMac;
    }

    public int senderIp() {
        return senderIp;
    }

    public long targetMac() {
        return targetMac;
    }

    public int targetIp() {
        return targetIp;
    }
}
