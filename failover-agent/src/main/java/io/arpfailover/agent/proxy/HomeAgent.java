package io.arpfailover.agent.proxy;

import io.arpfailover.agent.proxy.HomeEffect.Cause;
import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.agent.wire.ArpPacket;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.agent.wire.Operation;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Stands in on their home link for hosts that are away (RFC 5944 section 4.6). Does no I/O and reads no clock; one
 * thread.
 *
 * <p>What it keeps of a mobile outlives the loss of the right: with the right, a successor's first deed is to announce
 * and to set up the tunnels.
 */
public final class HomeAgent {
    /** RFC 5944 section 3.3: this lifetime, in seconds, means for ever; zero means not any more. */
    public static final Duration FOR_EVER = Duration.ofSeconds(0xffff);

    /** RFC 5227 section 1.1: ANNOUNCE_NUM and ANNOUNCE_INTERVAL; RFC 5944 leaves the number of repetitions open. */
    static final int ANNOUNCEMENTS = 2;

    static final Duration ANNOUNCE_INTERVAL = Duration.ofSeconds(2);
    /** RFC 5227 section 1.1. */
    static final Duration DEFEND_INTERVAL = Duration.ofSeconds(10);

    private static final int MOST_MACS = 1024;

    private final int mostMobiles;
    private final Map<Ipv4Address, Mobile> mobiles = new LinkedHashMap<>();
    /** MACs of hosts on the home link, learned while they were there: what a return gives the address back to. */
    private final Recent<Ipv4Address, MacAddress> macs = new Recent<>(MOST_MACS);

    private final Map<Ipv4Address, Announcement> announcements = new LinkedHashMap<>();

    public HomeAgent(int mostMobiles) {
        this.mostMobiles = mostMobiles;
    }

    private record Mobile(Ipv4Address careOf, MonotonicTime expires, MonotonicTime quietUntil) {}

    /** Repetitions of an announcement; empty is our own MAC, read when it is sent. */
    private record Announcement(Optional<MacAddress> mac, int left, MonotonicTime due) {}

    /**
     * The mobile is away, or still is.
     *
     * @param lifetime {@link #FOR_EVER} or longer has no end, zero is a return
     */
    public List<HomeEffect> register(
            Ipv4Address mobile,
            Ipv4Address careOf,
            Duration lifetime,
            Standpoint here,
            ProxyRight right,
            MonotonicTime now) {
        if (lifetime.isZero()) {
            return giveBack(mobile, Optional.empty(), here, right, now);
        }
        Optional<Mobile> before = Optional.ofNullable(mobiles.get(mobile));
        if (before.isEmpty() && mobiles.size() == mostMobiles) {
            return List.of(new HomeEffect.Refused(mobile));
        }
        MonotonicTime expires = lifetime.compareTo(FOR_EVER) < 0 ? now.plus(lifetime) : MonotonicTime.NEVER;
        mobiles.put(mobile, new Mobile(careOf, expires, now));
        if (before.isPresent() && before.get().careOf().equals(careOf)) {
            return List.of(); // renewed
        }
        List<HomeEffect> effects = new ArrayList<>(List.of(new HomeEffect.Registered(mobile, careOf)));
        if (right.holds(now)) {
            before.ifPresent(old -> effects.add(new HomeEffect.RemoveTunnel(mobile, old.careOf())));
            serve(mobile, careOf, here, now, effects);
        }
        return List.copyOf(effects);
    }

    /**
     * The mobile is back.
     *
     * @param told its MAC address, when it is known; else the one learned before counts
     */
    public List<HomeEffect> giveBack(
            Ipv4Address mobile, Optional<MacAddress> told, Standpoint here, ProxyRight right, MonotonicTime now) {
        told.ifPresent(mac -> macs.put(mobile, mac));
        return end(mobile, Cause.RETURNED, right, now);
    }

    /** This process stands in from now on. */
    public List<HomeEffect> rightBegan(Standpoint here, MonotonicTime now) {
        List<HomeEffect> effects = new ArrayList<>();
        mobiles.forEach((mobile, entry) -> serve(mobile, entry.careOf(), here, now, effects));
        return List.copyOf(effects);
    }

    /** This process stands in no more; another may. */
    public List<HomeEffect> rightEnded() {
        announcements.clear();
        return mobiles.entrySet().stream()
                .<HomeEffect>map(entry -> new HomeEffect.RemoveTunnel(
                        entry.getKey(), entry.getValue().careOf()))
                .toList();
    }

    /** Takes in a frame: learns who is at home, answers for those who are not, and notices those who come back. */
    public List<HomeEffect> onFrame(ArpFrame frame, Standpoint here, ProxyRight right, MonotonicTime now) {
        ArpPacket packet = frame.packet();
        if (here.own().contains(packet.senderMac())) {
            return List.of();
        }
        Ipv4Address named = packet.isProbe() ? packet.targetIp() : packet.senderIp();
        if (isAway(named) && (!packet.isProbe() || isItsOwn(named, packet))) {
            return claimed(named, packet.senderMac(), here, right, now);
        }
        if (!packet.isProbe()) {
            macs.put(packet.senderIp(), packet.senderMac());
        }
        boolean asks = packet.operation() == Operation.REQUEST && isAway(packet.targetIp());
        return asks && right.holds(now) ? answer(frame, here) : List.of();
    }

    public MonotonicTime nextTimeout() {
        MonotonicTime next = MonotonicTime.NEVER;
        for (Mobile mobile : mobiles.values()) {
            next = MonotonicTime.earliest(next, mobile.expires());
        }
        for (Announcement announcement : announcements.values()) {
            next = MonotonicTime.earliest(next, announcement.due());
        }
        return next;
    }

    public List<HomeEffect> onTimeout(Standpoint here, ProxyRight right, MonotonicTime now) {
        List<HomeEffect> effects = new ArrayList<>();
        List.copyOf(mobiles.entrySet()).stream()
                .filter(entry -> now.hasReached(entry.getValue().expires()))
                .forEach(entry -> effects.addAll(end(entry.getKey(), Cause.EXPIRED, right, now)));
        for (Map.Entry<Ipv4Address, Announcement> entry : List.copyOf(announcements.entrySet())) {
            if (now.hasReached(entry.getValue().due())) {
                repeat(entry.getKey(), entry.getValue(), here, right, now, effects);
            }
        }
        return List.copyOf(effects);
    }

    /** Whether this address is a mobile's that is away: its path does not matter then, a tunnel leads there. */
    public boolean isAway(Ipv4Address address) {
        return mobiles.containsKey(address);
    }

    public int registrations() {
        return mobiles.size();
    }

    private void serve(
            Ipv4Address mobile, Ipv4Address careOf, Standpoint here, MonotonicTime now, List<HomeEffect> effects) {
        effects.add(new HomeEffect.SetUpTunnel(mobile, careOf));
        effects.add(new HomeEffect.Announce(mobile, here.mac()));
        announcements.put(mobile, new Announcement(Optional.empty(), ANNOUNCEMENTS - 1, now.plus(ANNOUNCE_INTERVAL)));
    }

    private List<HomeEffect> end(Ipv4Address mobile, Cause cause, ProxyRight right, MonotonicTime now) {
        Mobile before = mobiles.remove(mobile);
        if (before == null) {
            return List.of();
        }
        announcements.remove(mobile);
        Optional<MacAddress> mac = Optional.ofNullable(macs.get(mobile));
        List<HomeEffect> effects = new ArrayList<>(List.of(new HomeEffect.Ended(mobile, cause, mac)));
        if (right.holds(now)) {
            effects.add(new HomeEffect.RemoveTunnel(mobile, before.careOf()));
            mac.ifPresent(own -> {
                effects.add(new HomeEffect.Announce(mobile, own));
                announcements.put(mobile, new Announcement(mac, ANNOUNCEMENTS - 1, now.plus(ANNOUNCE_INTERVAL)));
            });
        }
        return List.copyOf(effects);
    }

    private void repeat(
            Ipv4Address mobile,
            Announcement due,
            Standpoint here,
            ProxyRight right,
            MonotonicTime now,
            List<HomeEffect> effects) {
        announcements.remove(mobile);
        if (!right.holds(now)) {
            return;
        }
        effects.add(new HomeEffect.Announce(mobile, due.mac().orElse(here.mac())));
        if (due.left() > 1) {
            announcements.put(mobile, new Announcement(due.mac(), due.left() - 1, now.plus(ANNOUNCE_INTERVAL)));
        }
    }

    private boolean isItsOwn(Ipv4Address mobile, ArpPacket packet) {
        return packet.senderMac().equals(macs.get(mobile));
    }

    /** By the mobile itself, or by whoever it may be when its MAC is not known: then it is home. Else by a stranger. */
    private List<HomeEffect> claimed(
            Ipv4Address mobile, MacAddress by, Standpoint here, ProxyRight right, MonotonicTime now) {
        MacAddress known = macs.get(mobile);
        if (known == null || known.equals(by)) {
            macs.put(mobile, by);
            return end(mobile, Cause.SEEN_AT_HOME, right, now);
        }
        Mobile entry = mobiles.get(mobile);
        if (now.isBefore(entry.quietUntil()) || !right.holds(now)) {
            return List.of();
        }
        mobiles.put(mobile, new Mobile(entry.careOf(), entry.expires(), now.plus(DEFEND_INTERVAL)));
        return List.of(new HomeEffect.Conflict(mobile, by), new HomeEffect.Announce(mobile, here.mac()));
    }

    /** Another's probe is answered only when we can tell that it is not the mobile's own. */
    private List<HomeEffect> answer(ArpFrame request, Standpoint here) {
        ArpPacket packet = request.packet();
        if (packet.isProbe() && !macs.containsKey(packet.targetIp())) {
            return List.of();
        }
        return List.of(new HomeEffect.Answer(
                new ArpFrame(packet.senderMac(), here.mac(), request.tag(), ArpPacket.replyTo(packet, here.mac()))));
    }
}
