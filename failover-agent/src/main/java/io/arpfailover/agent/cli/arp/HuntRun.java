package io.arpfailover.agent.cli.arp;

import io.arpfailover.agent.link.SendResult;
import io.arpfailover.agent.sniffer.HuntEffect;
import io.arpfailover.agent.sniffer.SnifferFinding;
import io.arpfailover.agent.sniffer.SnifferHunt;
import io.arpfailover.agent.stack.ArpStack;
import io.arpfailover.agent.stack.Client;
import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A hunt for sniffers on a stack. */
final class HuntRun implements Client, HuntEffect.Performer {
    /** Frames in one turn, after which those that came in have theirs. */
    private static final int BUNCH = 64;

    private final SnifferHunt hunt;
    private final ArpStack stack;
    private final List<SnifferFinding> findings = new ArrayList<>();
    private Optional<Progress> bar = Optional.empty();
    private Optional<String> trouble = Optional.empty();
    private String lastRefusal = "";
    private boolean done;

    HuntRun(SnifferHunt hunt, ArpStack stack) {
        this.hunt = hunt;
        this.stack = stack;
    }

    void start() {
        hunt.start(stack.now());
    }

    void showOn(Progress progress) {
        bar = Optional.of(progress);
    }

    boolean isDone() {
        return done;
    }

    long wholeProgress() {
        return hunt.wholeProgress();
    }

    /** What was found so far, in the order in which it was. */
    List<SnifferFinding> findings() {
        return List.copyOf(findings);
    }

    /** Why it was given up, if it was. */
    Optional<String> trouble() {
        return trouble;
    }

    @Override
    public MonotonicTime nextTimeout() {
        return hunt.nextTimeout();
    }

    @Override
    public void onTimeout(MonotonicTime now) {
        MonotonicTime then = now;
        for (int i = 0; i < BUNCH && then.hasReached(hunt.nextTimeout()); i++) {
            perform(hunt.onTimeout(then));
            then = stack.now();
        }
        bar.ifPresent(shown -> shown.reached(hunt.progress(), findings.size() + " judged"));
    }

    @Override
    public void onFrame(ArpFrame frame, MonotonicTime now) {
        perform(hunt.onFrame(frame, stack.station().mac(), now));
    }

    @Override
    public boolean wants(ArpFrame frame) {
        return hunt.wants(frame);
    }

    @Override
    public void ask(HuntEffect.Ask effect) {
        SendResult result = stack.send(effect.frame(stack.station().mac()));
        if (result instanceof SendResult.NotSent refused) {
            lastRefusal = refused.because();
        }
        perform(hunt.sent(result instanceof SendResult.Sent, stack.now()));
    }

    @Override
    public void judged(HuntEffect.Judged effect) {
        findings.add(effect.finding());
    }

    @Override
    public void finished(HuntEffect.Finished effect) {
        done = true;
    }

    @Override
    public void failed(HuntEffect.Failed effect) {
        done = true;
        trouble = Optional.of(lastRefusal);
    }

    private void perform(List<HuntEffect> effects) {
        effects.forEach(effect -> effect.performOn(this));
    }
}
