package io.arpfailover.agent.cli.arp;

import io.arpfailover.agent.inspect.Bindings;
import io.arpfailover.agent.inspect.Finding;
import io.arpfailover.agent.inspect.Inspection;
import io.arpfailover.agent.inspect.Inspector;
import io.arpfailover.agent.inspect.InspectorLimits;
import io.arpfailover.agent.inspect.Knowledge;
import io.arpfailover.agent.inspect.Pair;
import io.arpfailover.agent.inspect.Policy;
import io.arpfailover.agent.stack.ArpStack;
import io.arpfailover.agent.stack.Client;
import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.agent.wire.Ipv4Prefix;
import io.arpfailover.agent.wire.Parsed;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.security.SecureRandom;
import java.util.List;
import java.util.Set;

/** An inspector on a stack, with somebody who reads what it finds. */
final class WatchRun implements Client {
    private final ArpStack stack;
    private final Policy policy;
    private final Bindings bindings;
    private final WatchLines lines;
    private final MonotonicTime began;
    private final Inspector inspector;
    private List<Ipv4Prefix> local;
    private long told;

    WatchRun(ArpStack stack, Policy policy, Bindings bindings, WatchLines lines) {
        this.stack = stack;
        this.policy = policy;
        this.bindings = bindings;
        this.lines = lines;
        began = stack.now();
        local = stack.station().prefixes();
        inspector = new Inspector(knowledge(), InspectorLimits.DEFAULT, new SecureRandom());
    }

    @Override
    public MonotonicTime nextTimeout() {
        return inspector.nextTimeout();
    }

    @Override
    public void onTimeout(MonotonicTime now) {
        tell(inspector.onTimeout(now));
    }

    /** Every frame comes as octets already: a parser would keep back those that arpwatch finds most noteworthy. */
    @Override
    public boolean wants(ArpFrame frame) {
        return false;
    }

    @Override
    public boolean wantsOctets() {
        return true;
    }

    @Override
    public void onFrame(ArpFrame frame, MonotonicTime now) {}

    @Override
    public void onOctets(byte[] octets, MonotonicTime now) {
        if (!local.equals(stack.station().prefixes())) {
            local = stack.station().prefixes();
            inspector.know(knowledge());
        }
        Inspection inspection = inspector.inspect(octets, octets.length, now);
        if (ArpFrame.parse(octets, octets.length) instanceof Parsed.Accepted accepted) {
            lines.frame(accepted.frame(), inspection);
        }
        tell(inspection.findings());
    }

    /** How many findings there were. */
    long told() {
        return told;
    }

    void summarise() {
        lines.summary(began.until(stack.now()), inspector.counters(), stack.overrun());
    }

    private void tell(List<Finding> findings) {
        for (Finding finding : findings) {
            lines.finding(finding);
            told++;
        }
    }

    private Knowledge knowledge() {
        return new Knowledge(policy, bindings, Pair.NONE, local, Set.of());
    }
}
