package io.arpfailover.agent.cli.arp;

import io.arpfailover.agent.link.SendResult;
import io.arpfailover.agent.proxy.HomeAgent;
import io.arpfailover.agent.proxy.HomeEffect;
import io.arpfailover.agent.proxy.Path;
import io.arpfailover.agent.proxy.ProxyArp;
import io.arpfailover.agent.proxy.ProxyEffect;
import io.arpfailover.agent.proxy.ProxyRight;
import io.arpfailover.agent.proxy.ProxySettings;
import io.arpfailover.agent.proxy.Standpoint;
import io.arpfailover.agent.stack.ArpStack;
import io.arpfailover.agent.stack.Client;
import io.arpfailover.agent.stack.Station;
import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.agent.wire.ArpPacket;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.util.List;
import java.util.Optional;

/** The proxy and the home agent of one interface, and the deeds of both. On the stack's thread, but for {@link #wants}. */
final class ProxyClient implements Client, ProxyEffect.Performer, HomeEffect.Performer {
    private final ArpStack stack;
    private final ProxySettings settings;
    private final ProxyArp proxy;
    private final HomeAgent home;
    private final ProxyKernel kernel;
    private final ProxyReport report;
    /** The home agent learns who is at home from everybody's frames. */
    private volatile boolean watchesAll;

    private ProxyRight right;

    ProxyClient(
            ArpStack stack,
            ProxySettings settings,
            ProxyArp proxy,
            HomeAgent home,
            ProxyKernel kernel,
            ProxyReport report,
            ProxyRight right) {
        this.stack = stack;
        this.settings = settings;
        this.proxy = proxy;
        this.home = home;
        this.kernel = kernel;
        this.report = report;
        this.right = right;
    }

    void watchAll() {
        watchesAll = true;
    }

    void register(ProxyWords.Away away) {
        watchAll();
        perform(home.register(away.mobile(), away.careOf(), away.lifetime(), here(), right, stack.now()));
    }

    void giveBack(Ipv4Address mobile, Optional<MacAddress> mac) {
        perform(home.giveBack(mobile, mac, here(), right, stack.now()));
    }

    void rightBegan(ProxyRight granted) {
        right = granted;
        report.event("began", "this process answers from now on");
        proxy.rightBegan(stack.now());
        perform(home.rightBegan(here(), stack.now()));
    }

    void rightExtended(ProxyRight granted) {
        right = granted;
    }

    void rightEnded(String cause) {
        right = ProxyRight.NONE;
        report.event("ended", "this process answers no more: " + cause);
        perform(home.rightEnded());
    }

    @Override
    public boolean wants(ArpFrame frame) {
        return watchesAll || proxy.isConcerned(frame);
    }

    @Override
    public MonotonicTime nextTimeout() {
        return MonotonicTime.earliest(proxy.nextTimeout(), home.nextTimeout());
    }

    @Override
    public void onTimeout(MonotonicTime now) {
        perform(home.onTimeout(here(), right, now));
        proxy.onTimeout(here(), right, now).forEach(effect -> effect.performOn(this));
    }

    @Override
    public void onFrame(ArpFrame frame, MonotonicTime now) {
        perform(home.onFrame(frame, here(), right, now));
        if (!home.isAway(frame.packet().targetIp()) && proxy.isConcerned(frame)) {
            proxy.onFrame(frame, here(), path(frame.packet()), right, now).forEach(effect -> effect.performOn(this));
        }
    }

    @Override
    public void answer(ProxyEffect.Answer effect) {
        answer(effect.frame());
    }

    @Override
    public void askUpstream(ProxyEffect.AskUpstream effect) {
        Station station = stack.station();
        Ipv4Address source = station.sourceFor(effect.address()).orElse(Ipv4Address.ANY);
        send(ArpFrame.broadcast(ArpPacket.request(station.mac(), source, effect.address())));
    }

    @Override
    public void announce(ProxyEffect.Announce effect) {
        if (settings.answersOver(pathTo(effect.address())) && !home.isAway(effect.address())) {
            announce(effect.address(), stack.station().mac());
        }
    }

    @Override
    public void learned(ProxyEffect.Learned effect) {
        report.about("learned", effect.address(), "is at " + effect.mac());
    }

    @Override
    public void notFound(ProxyEffect.NotFound effect) {
        report.about("notFound", effect.address(), "does not answer; who asked for it gets no answer either");
    }

    @Override
    public void setUpTunnel(HomeEffect.SetUpTunnel effect) {
        kernel.setUpTunnel(effect.mobile(), effect.careOf()).ifPresent(what -> {
            report.trouble(what);
            giveBack(effect.mobile(), Optional.empty()); // Who cannot pass anything on must not attract it.
        });
    }

    @Override
    public void removeTunnel(HomeEffect.RemoveTunnel effect) {
        kernel.removeTunnel(effect.mobile());
    }

    @Override
    public void announce(HomeEffect.Announce effect) {
        boolean forUs = effect.mac().equals(stack.station().mac());
        if (!forUs || home.isAway(effect.mobile())) {
            announce(effect.mobile(), effect.mac());
        }
    }

    @Override
    public void answer(HomeEffect.Answer effect) {
        answer(effect.frame());
    }

    @Override
    public void registered(HomeEffect.Registered effect) {
        report.about("registered", effect.mobile(), "is away, at " + effect.careOf());
    }

    @Override
    public void refused(HomeEffect.Refused effect) {
        report.trouble("there are " + home.registrations() + " registrations, which is the most; " + effect.mobile()
                + " is not served");
    }

    @Override
    public void ended(HomeEffect.Ended effect) {
        String why = switch (effect.cause()) {
            case RETURNED -> "has returned";
            case SEEN_AT_HOME -> "was seen at home";
            case EXPIRED -> "was not registered again in time";
        };
        String mac =
                effect.mac().map(known -> "; it is at " + known).orElse("; its MAC is not known, so nobody was told");
        report.about("returned", effect.mobile(), why + mac);
    }

    @Override
    public void conflict(HomeEffect.Conflict effect) {
        report.about("conflict", effect.mobile(), "is away, but " + effect.by() + " uses it; defended");
    }

    private void perform(List<HomeEffect> effects) {
        effects.forEach(effect -> effect.performOn(this));
    }

    private Path path(ArpPacket packet) {
        return proxy.asks(packet) ? pathTo(packet.targetIp()) : Path.NOWHERE;
    }

    private Path pathTo(Ipv4Address address) {
        return kernel.pathTo(address, stack.station().link().index());
    }

    private Standpoint here() {
        Station station = stack.station();
        return new Standpoint(station.mac(), station.ownMacs(), station.prefixes());
    }

    /** In both forms, from our own port: a switch must not look for the address's owner here. */
    private void announce(Ipv4Address address, MacAddress mac) {
        for (ArpPacket packet :
                List.of(ArpPacket.announcement(mac, address), ArpPacket.announcementReply(mac, address))) {
            send(new ArpFrame(MacAddress.BROADCAST, stack.station().mac(), Optional.empty(), packet));
        }
    }

    /** The right is looked at once more: this turn may have been a long one. */
    private void answer(ArpFrame frame) {
        if (right.holds(stack.now())) {
            send(frame);
            report.answered(frame.packet());
        }
    }

    private void send(ArpFrame frame) {
        if (stack.send(frame) instanceof SendResult.NotSent notSent) {
            report.trouble("not sent: " + notSent.because());
        }
    }
}
