package io.arpfailover.agent.takeover;

import io.arpfailover.agent.announce.AnnounceEffect;
import io.arpfailover.agent.announce.AnnounceTiming;
import io.arpfailover.agent.announce.Announcer;
import io.arpfailover.agent.announce.Outbound;
import io.arpfailover.agent.announce.Pacer;
import io.arpfailover.agent.takeover.Effect.Notice;
import io.arpfailover.agent.takeover.Effect.Severity;
import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Every frame the cluster sends on its interface: what to announce, in the order and at the pace of the interface. */
final class Announcements {
    /** As many frames as one address can have waiting at once. */
    private static final int FRAMES_PER_ADDRESS = 7;

    /** One on its way, and one in a hurry. */
    private static final int GATEWAY_QUESTIONS = 2;

    private final Set<Ipv4Address> addresses;
    private final Announcer announcer;
    private final Pacer pacer;
    private final Set<Ipv4Address> announced = new HashSet<>();
    private final Set<Ipv4Address> repointed = new HashSet<>();

    Announcements(TakeoverSettings settings) {
        this.addresses = Set.copyOf(settings.addresses());
        this.announcer = new Announcer(
                settings.gateway(), AnnounceTiming.DEFAULT.withRefresh(settings.refresh()), addresses.size());
        this.pacer = new Pacer(settings.pace(), addresses.size() * FRAMES_PER_ADDRESS + GATEWAY_QUESTIONS);
    }

    void reconfigure(TakeoverSettings settings, MonotonicTime now) {
        announcer.timingIs(AnnounceTiming.DEFAULT.withRefresh(settings.refresh()), now);
        pacer.paceIs(settings.pace());
    }

    List<Effect> probe(Ipv4Address address, MonotonicTime now) {
        return sends(pacer.submit(new Outbound.Probe(address), now));
    }

    List<Effect> ask(Outbound.GatewayQuestion question, MonotonicTime now) {
        return sends(pacer.submit(question, now));
    }

    List<Effect> announce(Ipv4Address address, MonotonicTime now) {
        return carryOut(announcer.announce(address, now), now);
    }

    List<Effect> defend(Ipv4Address address, MonotonicTime now) {
        return carryOut(announcer.defend(address), now);
    }

    List<Effect> rival(Ipv4Address address, MonotonicTime now) {
        return carryOut(announcer.rival(address, now), now);
    }

    List<Effect> linkBack(MonotonicTime now) {
        return carryOut(announcer.linkBack(now), now);
    }

    List<Effect> macChanged(MonotonicTime now) {
        return carryOut(announcer.macChanged(now), now);
    }

    List<Effect> onFrame(ArpFrame frame, MacAddress own, MonotonicTime now) {
        return carryOut(announcer.onFrame(frame, own, now), now);
    }

    List<Effect> sent(Outbound outbound, boolean left, MonotonicTime now) {
        if (left && outbound instanceof Outbound.RequestForm) {
            announced.add(outbound.vip());
        }
        return carryOut(announcer.sent(outbound, left, now), now);
    }

    /** Frames that found no room, to be treated as not sent. */
    List<Outbound> takeDropped() {
        return pacer.takeDropped();
    }

    /** The addresses are no longer ours: nothing about them may leave. */
    void withdraw() {
        addresses.forEach(announcer::withdraw);
        pacer.withdraw(addresses);
        announced.clear();
        repointed.clear();
    }

    MonotonicTime nextTimeout() {
        return MonotonicTime.earliest(announcer.nextTimeout(), pacer.nextTimeout());
    }

    List<Effect> onTimeout(MonotonicTime now) {
        List<Effect> effects = new ArrayList<>(sends(pacer.onTimeout(now)));
        effects.addAll(carryOut(announcer.onTimeout(now), now));
        return effects;
    }

    boolean allAnnounced() {
        return announced.size() == addresses.size();
    }

    boolean allRepointed() {
        return repointed.size() == addresses.size();
    }

    Set<Ipv4Address> repointed() {
        return Set.copyOf(repointed);
    }

    private List<Effect> carryOut(List<AnnounceEffect> effects, MonotonicTime now) {
        Turn turn = new Turn(now);
        effects.forEach(effect -> effect.performOn(turn));
        return turn.effects;
    }

    private static List<Effect> sends(List<Outbound> leaving) {
        return leaving.stream().<Effect>map(Effect.Send::new).toList();
    }

    private final class Turn implements AnnounceEffect.Performer {
        private final MonotonicTime now;
        private final List<Effect> effects = new ArrayList<>();

        Turn(MonotonicTime now) {
            this.now = now;
        }

        @Override
        public void send(AnnounceEffect.Send effect) {
            effects.addAll(sends(pacer.submit(effect.outbound(), now)));
        }

        @Override
        public void repointed(AnnounceEffect.Repointed effect) {
            repointed.add(effect.vip());
            tell(Severity.INFO, effect.vip() + " repointed: the gateway at " + effect.gatewayMac() + " answers to us");
        }

        @Override
        public void notRepointed(AnnounceEffect.NotRepointed effect) {
            repointed.remove(effect.vip());
            tell(
                    Severity.ERROR,
                    "the gateway does not answer for " + effect.vip()
                            + " and may still send elsewhere; check that it is up and on this LAN");
        }

        @Override
        public void sendFailing(AnnounceEffect.SendFailing effect) {
            tell(Severity.ERROR, "announcements of " + effect.vip() + " do not leave; check the interface");
        }

        private void tell(Severity severity, String text) {
            effects.add(new Notice(severity, text));
        }
    }
}
