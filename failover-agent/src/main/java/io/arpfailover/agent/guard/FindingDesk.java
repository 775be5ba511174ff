package io.arpfailover.agent.guard;

import io.arpfailover.agent.check.HookEnd;
import io.arpfailover.agent.check.HookRunner;
import io.arpfailover.agent.inspect.Finding;
import io.arpfailover.agent.inspect.FindingKind;
import io.arpfailover.agent.inspect.Knowledge;
import io.arpfailover.agent.kernel.KernelResult;
import io.arpfailover.agent.kernel.Quarantine;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.coordinator.time.Clock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells what was found on the LAN, shuts out whom it must, and calls the hook: on a thread of its own. */
public final class FindingDesk {
    private static final Logger LOG = LoggerFactory.getLogger("lan");
    private static final int WAITING = 1024;
    private static final int HOOKS_WAITING = 64;

    private final Optional<Quarantine> quarantine;
    private final Optional<Path> hook;
    private final HookRunner hooks;
    private final BlockingQueue<Finding> findings = new ArrayBlockingQueue<>(WAITING);
    private final Map<FindingKind, LongAdder> counts = new ConcurrentHashMap<>();
    private final LongAdder lost = new LongAdder();
    private final Thread thread = new Thread(this::run, "lan-findings");
    private volatile Optional<Knowledge> known = Optional.empty();

    /**
     * @param quarantine where to shut stations out; empty when nobody is to be
     * @param hook what to run for each finding
     */
    FindingDesk(Optional<Quarantine> quarantine, Optional<Path> hook, Clock clock) {
        this.quarantine = quarantine;
        this.hook = hook;
        this.hooks = new HookRunner(HOOKS_WAITING, clock, FindingDesk::hookEnded);
        thread.setDaemon(true);
        thread.start();
    }

    /** Takes findings in; those that find no room are counted. Any thread. */
    void put(List<Finding> found) {
        if (found.isEmpty()) {
            return; // As nearly always; the loop below would make an iterator.
        }
        for (Finding finding : found) {
            counts.computeIfAbsent(finding.kind(), none -> new LongAdder()).increment();
            if (!findings.offer(finding)) {
                lost.increment();
            }
        }
    }

    /** How often each kind was found. */
    public Map<FindingKind, Long> counts() {
        Map<FindingKind, Long> sums = new ConcurrentHashMap<>();
        counts.forEach((kind, count) -> sums.put(kind, count.sum()));
        return sums;
    }

    void know(Knowledge knowledge) {
        known = Optional.of(knowledge);
    }

    private void run() {
        try {
            while (true) {
                tell(findings.take());
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void tell(Finding finding) {
        log(finding);
        long untold = lost.sumThenReset();
        if (untold > 0) {
            LOG.warn("findings={} told=no because=\"too many came at once\"", untold);
        }
        known.flatMap(now -> now.quarantined(finding)).ifPresent(this::shutOut);
        hook.ifPresent(program -> hooks.run(new FindingCall(program, finding))
                .ifPresent(dropped ->
                        LOG.warn("hook=skipped finding=\"{}\": those before it take too long", dropped.name())));
    }

    private static void log(Finding finding) {
        String before = finding.before().map(MacAddress::toString).orElse("-");
        if (isGrave(finding)) {
            LOG.warn(
                    "finding=\"{}\" ip={} mac={} source={} before={} verdict={}: {} {}",
                    finding.kind(),
                    finding.ip(),
                    finding.mac(),
                    finding.source(),
                    before,
                    finding.verdict(),
                    finding.ip(),
                    finding.kind().meaning());
        } else {
            LOG.info("finding=\"{}\" ip={} mac={} before={}", finding.kind(), finding.ip(), finding.mac(), before);
        }
    }

    /** Whether a person should look. */
    private static boolean isGrave(Finding finding) {
        return switch (finding.kind()) {
            case SPOOF, DENIED, RATE_EXCEEDED, UNAUTHORISED_MEMBER, CHANGED_ETHERNET_ADDRESS, FLIP_FLOP -> true;
            case NEW_ACTIVITY,
                    NEW_STATION,
                    REUSED_OLD_ETHERNET_ADDRESS,
                    ETHERNET_BROADCAST,
                    IP_BROADCAST,
                    BOGON,
                    ETHERNET_MISMATCH,
                    AUTHORISED_MOVE,
                    LATE_FRAME_OF_PEER -> false;
        };
    }

    private void shutOut(MacAddress mac) {
        Duration time = known.flatMap(now -> now.policy().quarantine()).orElseThrow();
        quarantine.ifPresent(kernel -> {
            if (kernel.add(mac, time) instanceof KernelResult.Failed failed) {
                LOG.error("quarantine=failed mac={} because=\"{}\"", mac, failed.text());
            } else {
                LOG.warn("quarantine=on mac={} seconds={}", mac, time.toSeconds());
            }
        });
    }

    /** On the hook's thread. */
    private static void hookEnded(HookEnd end) {
        if (!end.result().passed()) {
            LOG.warn(
                    "hook=failed finding=\"{}\" because=\"{}\"",
                    end.call().name(),
                    end.result().text());
        }
    }

    /**
     * Tells nothing any more.
     *
     * @param keepShutOut whether those who are shut out stay so for their time
     */
    void close(boolean keepShutOut) {
        thread.interrupt();
        hooks.close();
        quarantine.ifPresent(kernel -> {
            if (!keepShutOut && kernel.remove() instanceof KernelResult.Failed failed) {
                LOG.warn("quarantine=left because=\"{}\"", failed.text());
            }
            kernel.close();
        });
    }
}
