package io.arpfailover.agent.cli.arp;

import io.arpfailover.agent.link.SendResult;
import io.arpfailover.agent.scan.ScanProgress;
import io.arpfailover.agent.scan.ScanReport;
import io.arpfailover.agent.scan.Sweep;
import io.arpfailover.agent.scan.SweepEffect;
import io.arpfailover.agent.stack.ArpStack;
import io.arpfailover.agent.stack.Client;
import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.util.List;
import java.util.Optional;

/** A sweep on a stack. */
final class ScanRun implements Client, SweepEffect.Performer {
    /** Frames in one turn, after which those that came in have theirs. */
    private static final int BUNCH = 64;

    private final Sweep sweep;
    private final ArpStack stack;
    private Optional<Progress> bar = Optional.empty();
    private Optional<ScanReport> end = Optional.empty();
    private Optional<String> trouble = Optional.empty();
    private String lastRefusal = "";

    ScanRun(Sweep sweep, ArpStack stack) {
        this.sweep = sweep;
        this.stack = stack;
    }

    void start() {
        sweep.start(stack.now());
    }

    void showOn(Progress progress) {
        bar = Optional.of(progress);
    }

    boolean isDone() {
        return end.isPresent();
    }

    ScanProgress progress() {
        return sweep.progress();
    }

    /** The result; as far as it has come, when it was broken off. */
    ScanReport report() {
        return end.orElseGet(() -> sweep.report(stack.now()));
    }

    /** Why it was given up, if it was. */
    Optional<String> trouble() {
        return trouble;
    }

    @Override
    public MonotonicTime nextTimeout() {
        return sweep.nextTimeout();
    }

    @Override
    public void onTimeout(MonotonicTime now) {
        MonotonicTime then = now;
        for (int i = 0; i < BUNCH && then.hasReached(sweep.nextTimeout()); i++) {
            perform(sweep.onTimeout(then));
            then = stack.now();
        }
        ScanProgress reached = sweep.progress();
        bar.ifPresent(shown -> shown.reached(reached.settled(), reached.hosts() + " hosts"));
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
            lastRefusal = refused.because();
        }
        perform(sweep.sent(result instanceof SendResult.Sent, stack.now()));
    }

    @Override
    public void finished(SweepEffect.Finished effect) {
        end = Optional.of(effect.report());
    }

    @Override
    public void failed(SweepEffect.Failed effect) {
        end = Optional.of(effect.report());
        trouble = Optional.of(lastRefusal);
    }

    private void perform(List<SweepEffect> effects) {
        effects.forEach(effect -> effect.performOn(this));
    }
}
