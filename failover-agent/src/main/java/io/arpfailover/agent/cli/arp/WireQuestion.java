package io.arpfailover.agent.cli.arp;

import io.arpfailover.agent.announce.Pace;
import io.arpfailover.agent.link.SendResult;
import io.arpfailover.agent.scan.AddressRange;
import io.arpfailover.agent.scan.ScanReport;
import io.arpfailover.agent.scan.ScanTiming;
import io.arpfailover.agent.scan.SteadyRate;
import io.arpfailover.agent.scan.Sweep;
import io.arpfailover.agent.scan.SweepEffect;
import io.arpfailover.agent.scan.Targets;
import io.arpfailover.agent.stack.ArpStack;
import io.arpfailover.agent.stack.Client;
import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Asks everybody on the link who has certain addresses: in the form of a probe, so that nobody learns from it. */
final class WireQuestion implements Client, SweepEffect.Performer {
    private final ArpStack stack;
    private final Sweep sweep;
    private Optional<ScanReport> report = Optional.empty();
    private Optional<String> trouble = Optional.empty();
    private String because = "";

    WireQuestion(ArpStack stack, List<Ipv4Address> addresses, Pace pace) {
        List<AddressRange> each = addresses.stream()
                .map(address -> new AddressRange(address, address))
                .toList();
        this.stack = stack;
        this.sweep = new Sweep(
                new Targets(each, Targets.MOST), Ipv4Address.ANY, Set.of(), ScanTiming.DEFAULT, new SteadyRate(pace));
    }

    void start() {
        stack.attach(this);
        sweep.start(stack.now());
    }

    boolean isOver() {
        return report.isPresent();
    }

    /** Who answered; empty when it is not over, or was given up. */
    Optional<ScanReport> report() {
        return trouble.isPresent() ? Optional.empty() : report;
    }

    /** Why it was given up, if it was. */
    Optional<String> trouble() {
        return trouble;
    }

    /** How many questions there are at most, and how many of them are over. */
    long all() {
        return sweep.progress().all();
    }

    long over() {
        return sweep.progress().settled();
    }

    @Override
    public MonotonicTime nextTimeout() {
        return sweep.nextTimeout();
    }

    @Override
    public void onTimeout(MonotonicTime now) {
        sweep.onTimeout(now).forEach(effect -> effect.performOn(this));
    }

    @Override
    public void onFrame(ArpFrame frame, MonotonicTime now) {
        sweep.onFrame(frame, stack.station().mac(), now);
    }

    @Override
    public boolean wants(ArpFrame frame) {
        return sweep.wants(frame);
    }

    @Override
    public void ask(SweepEffect.Ask effect) {
        SendResult result = stack.send(effect.frame(stack.station().mac()));
        if (result instanceof SendResult.NotSent refused) {
            because = refused.because();
        }
        sweep.sent(result instanceof SendResult.Sent, stack.now()).forEach(next -> next.performOn(this));
    }

    @Override
    public void finished(SweepEffect.Finished effect) {
        report = Optional.of(effect.report());
    }

    @Override
    public void failed(SweepEffect.Failed effect) {
        report = Optional.of(effect.report());
        trouble = Optional.of(because);
    }
}
