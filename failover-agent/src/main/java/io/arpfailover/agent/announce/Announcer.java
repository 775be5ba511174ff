package io.arpfailover.agent.announce;

import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.agent.wire.ArpPacket;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.agent.wire.Operation;
import io.arpfailover.coordinator.time.Deadlines;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Announces the addresses of one interface, proves that the gateway took it in, and keeps both fresh. Does no I/O and
 * reads no clock; one thread.
 *
 * <p>Its caller hands each {@link AnnounceEffect.Send} to the {@link Pacer} and answers with {@link #sent} what became
 * of it. Answers about an address that was withdrawn meanwhile are ignored.
 */
public final class Announcer {
    private final Optional<Ipv4Address> gateway;
    private AnnounceTiming timing;
    private final int mostVips;
    private final Map<Ipv4Address, VipAnnouncement> vips = new LinkedHashMap<>();
    /** Kept as announcements change, so that a turn need not look at all of them. */
    private final Deadlines<Ipv4Address> deadlines = new Deadlines<>();

    /**
     * @param gateway whom to ask for the receipt; where there is none, announcements go unproved
     * @param mostVips how many addresses it takes at the same time
     */
    public Announcer(Optional<Ipv4Address> gateway, AnnounceTiming timing, int mostVips) {
        this.gateway = gateway;
        this.timing = timing;
        this.mostVips = mostVips;
    }

    /** From now on addresses are kept fresh like this. */
    public void timingIs(AnnounceTiming next, MonotonicTime now) {
        timing = next;
        var unused = each(List.copyOf(vips.keySet()), vip -> vip.timingIs(next, now));
    }

    /** Announces {@code vip}, in both forms, and asks the gateway. From now on it is kept fresh. */
    public List<AnnounceEffect> announce(Ipv4Address vip, MonotonicTime now) {
        if (!vips.containsKey(vip) && vips.size() == mostVips) {
            throw new IllegalStateException("more than " + mostVips + " addresses: " + vip);
        }
        vips.computeIfAbsent(vip, absent -> new VipAnnouncement(absent, gateway, timing));
        return one(vip, known -> known.announce(now));
    }

    /**
     * Defends {@code vip} against a third host: one single announcement, as RFC 5227 section 2.4 has it, hence no reply
     * form; the gateway is asked because the other may have repointed it.
     */
    public List<AnnounceEffect> defend(Ipv4Address vip) {
        return announced(vip, VipAnnouncement::defend);
    }

    /** The other member sent with {@code vip}: announces it again, at once or when the shortest interval is over. */
    public List<AnnounceEffect> rival(Ipv4Address vip, MonotonicTime now) {
        return announced(vip, known -> known.doubt(now));
    }

    /** The link is up again: announces all addresses, at once or when the shortest interval is over. */
    public List<AnnounceEffect> linkBack(MonotonicTime now) {
        return doubtAll(now);
    }

    /** Our MAC is another: announces all addresses, at once or when the shortest interval is over. */
    public List<AnnounceEffect> macChanged(MonotonicTime now) {
        return doubtAll(now);
    }

    /** The answer to {@link AnnounceEffect.Send}: whether the frame left. Waits count from here. */
    public List<AnnounceEffect> sent(Outbound outbound, boolean left, MonotonicTime now) {
        if (outbound instanceof Outbound.Probe || outbound instanceof Outbound.GatewayQuestion) {
            throw new IllegalArgumentException("the address claim's or the gateway watch's: " + outbound);
        }
        return one(outbound.vip(), vip -> vip.sent(outbound, left, now));
    }

    /** Takes in a frame; only the gateway's answer for one of our addresses, sent to our MAC, means anything here. */
    public List<AnnounceEffect> onFrame(ArpFrame frame, MacAddress own, MonotonicTime now) {
        ArpPacket packet = frame.packet();
        boolean fromGateway = gateway.isPresent() && packet.senderIp().equals(gateway.get());
        boolean answer =
                packet.operation() == Operation.REPLY && frame.destination().equals(own);
        return fromGateway && answer ? one(packet.targetIp(), vip -> vip.answered(packet.senderMac())) : List.of();
    }

    /** The address is no longer ours: no frame of it any more. Withdraw it from the {@link Pacer} too. */
    public void withdraw(Ipv4Address vip) {
        vips.remove(vip);
        deadlines.set(vip, MonotonicTime.NEVER);
    }

    public List<AnnounceEffect> onTimeout(MonotonicTime now) {
        return each(deadlines.due(now), vip -> vip.onTimeout(now));
    }

    public MonotonicTime nextTimeout() {
        return deadlines.next();
    }

    private List<AnnounceEffect> doubtAll(MonotonicTime now) {
        return each(List.copyOf(vips.keySet()), vip -> vip.doubt(now));
    }

    private List<AnnounceEffect> announced(Ipv4Address vip, Function<VipAnnouncement, List<AnnounceEffect>> step) {
        if (!vips.containsKey(vip)) {
            throw new IllegalStateException("never announced: " + vip);
        }
        return one(vip, step);
    }

    private List<AnnounceEffect> each(List<Ipv4Address> some, Function<VipAnnouncement, List<AnnounceEffect>> step) {
        List<AnnounceEffect> effects = new ArrayList<>();
        some.forEach(vip -> effects.addAll(one(vip, step)));
        return effects;
    }

    /** The only way an announcement moves on, so that its deadline is known; nothing where there is none. */
    private List<AnnounceEffect> one(Ipv4Address vip, Function<VipAnnouncement, List<AnnounceEffect>> step) {
        VipAnnouncement announcement = vips.get(vip);
        if (announcement == null) {
            return List.of();
        }
        List<AnnounceEffect> effects = step.apply(announcement);
        deadlines.set(vip, announcement.nextTimeout());
        return effects;
    }
}
