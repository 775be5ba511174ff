package io.arpfailover.agent.cli.arp;

import io.arpfailover.agent.link.SendResult;
import io.arpfailover.agent.proxy.HomeAgent;
import io.arpfailover.agent.proxy.HomeEffect;
import io.arpfailover.agent.proxy.Path;
import io.arpfailover.agent.proxy.ProxyRight;
import io.arpfailover.agent.proxy.ProxySettings;
import io.arpfailover.agent.proxying.Ground;
import io.arpfailover.agent.proxying.ProxyDriver;
import io.arpfailover.agent.stack.ArpStack;
import io.arpfailover.agent.stack.Client;
import io.arpfailover.agent.stack.Station;
import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.agent.wire.ArpPacket;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** The proxy and the home agent of one interface, and the deeds of both. On the stack's thread, but for {@link #wants}. */
final class ProxyClient implements Client, Ground, HomeEffect.Performer {
    private final ArpStack stack;
    private final ProxyDriver proxy;
    private final HomeAgent home;
    private final ProxyKernel kernel;
    private final ProxyReport report;
    /** The home agent learns who is at home from everybody's frames. */
    private volatile boolean watchesAll;

    private ProxyRight right;

    ProxyClient(
            ArpStack stack,
            ProxySettings settings,
            Map<Ipv4Address, MacAddress> known,
            HomeAgent home,
            ProxyKernel kernel,
            ProxyReport report,
            ProxyRight right) {
        this.stack = stack;
        this.proxy = new ProxyDriver(settings, known, new SplittableRandom(), this);
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
        perform(home.register(away.mobile(), away.careOf(), away.lifetime(), proxy.here(), right, stack.now()));
    }

    void giveBack(Ipv4Address mobile, Optional<MacAddress> mac) {
        perform(home.giveBack(mobile, mac, proxy.here(), right, stack.now()));
    }

    void rightBegan(ProxyRight granted) {
        right = granted;
        report.event("began", "this process answers from now on");
        proxy.rightBegan(stack.now());
        perform(home.rightBegan(proxy.here(), stack.now()));
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
        return watchesAll || proxy.wants(frame);
    }

    @Override
    public MonotonicTime nextTimeout() {
        return MonotonicTime.earliest(proxy.nextTimeout(), home.nextTimeout());
    }

    @Override
    public void onTimeout(MonotonicTime now) {
        perform(home.onTimeout(proxy.here(), right, now));
        proxy.onTimeout(right, now);
    }

    @Override
    public void onFrame(ArpFrame frame, MonotonicTime now) {
        perform(home.onFrame(frame, proxy.here(), right, now));
        proxy.onFrame(frame, right, now);
    }

    // ---- what the proxy stands on

    @Override
    public MonotonicTime now() {
        return stack.now();
    }

    @Override
    public ProxyRight right() {
        return right;
    }

    @Override
    public Station station() {
        return stack.station();
    }

    @Override
    public Path pathTo(Ipv4Address address) {
        return kernel.pathTo(address, stack.station().link().index());
    }

    @Override
    public SendResult send(ArpFrame frame) {
        return stack.send(frame);
    }

    /** By the home agent. */
    @Override
    public boolean isTakenCareOf(Ipv4Address address) {
        return home.isAway(address);
    }

    @Override
    public void answered(ArpPacket reply) {
        report.answered(reply);
    }

    @Override
    public void learned(Ipv4Address address, MacAddress mac) {
        report.about("learned", address, "is at " + mac);
    }

    @Override
    public void notFound(Ipv4Address address) {
        report.about("notFound", address, "does not answer; who asked for it gets no answer either");
    }

    @Override
    public void notSent(String because) {
        report.trouble("not sent: " + because);
    }

    // ---- what the home agent wants

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
            proxy.announce(effect.mobile(), effect.mac());
        }
    }

    @Override
    public void answer(HomeEffect.Answer effect) {
        proxy.answer(effect.frame());
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
}
