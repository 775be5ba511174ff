package io.arpfailover.agent.loop;

import io.arpfailover.agent.kernel.KernelLease;
import io.arpfailover.agent.kernel.KernelResult;
import io.arpfailover.agent.kernel.KernelResult.Failed;
import io.arpfailover.agent.kernel.KernelResult.Reason;
import io.arpfailover.agent.takeover.Event;
import io.arpfailover.agent.takeover.Event.LeaseOutcome;
import io.arpfailover.coordinator.time.Clock;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The kernel lease, kept as it was last set against whoever flushes the ruleset. Only the loop's thread calls.
 *
 * <p>What somebody else took away is put back until the very end that was set for it, so that no repair makes a lease
 * longer than the machine asked for.
 */
final class LeaseKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(LeaseKeeper.class);

    /** So close to its end a lease that is missing has run out, by the kernel's own rounding; nobody took it. */
    private static final Duration ENDING = KernelLease.EARLY.plus(KernelLease.SHORTEST);

    private final KernelLease kernel;
    private final Clock clock;
    private Optional<MonotonicTime> liveUntil = Optional.empty();

    LeaseKeeper(KernelLease kernel, Clock clock) {
        this.kernel = kernel;
        this.clock = clock;
    }

    /** Blocks the addresses unless an earlier run's lease is live. */
    KernelResult install() {
        return kernel.install();
    }

    /** Tells when somebody may have changed the rules, on a thread of the kernel's; then {@link #look}. */
    void watch(Runnable listener) {
        kernel.watch(listener);
    }

    /** See {@link KernelLease#rehearse}. */
    void rehearse(int times) {
        kernel.rehearse(times);
    }

    Optional<Duration> remaining() {
        return kernel.remaining();
    }

    Event.LeaseSet set(MonotonicTime until, boolean renewal) {
        KernelResult result = renewal ? renew(until) : grant(until);
        liveUntil = result.isDone() ? Optional.of(until) : Optional.empty();
        return result instanceof Failed failed ? failure(failed) : new Event.LeaseSet(LeaseOutcome.LIVE, "");
    }

    // Neither looks at the rules first, which would cost a takeover half a millisecond: whoever changes them is noticed
    // when it happens.

    private KernelResult grant(MonotonicTime until) {
        KernelResult granted = kernel.grantUntil(until);
        return granted instanceof Failed failed && failed.reason() == Reason.TABLE_GONE ? putBack(until) : granted;
    }

    private KernelResult renew(MonotonicTime until) {
        KernelResult renewed = kernel.renewUntil(until);
        return renewed instanceof Failed failed && wasTakenAway(failed.reason()) ? putBack(until) : renewed;
    }

    private boolean wasTakenAway(Reason reason) {
        return switch (reason) {
            case TABLE_GONE, LEASE_ENDED -> isLive();
            case INTERFACE_GONE, NOT_PERMITTED, REFUSED -> false;
        };
    }

    private boolean isLive() {
        return liveUntil.isPresent() && clock.now().plus(ENDING).isBefore(liveUntil.get());
    }

    private KernelResult putBack(MonotonicTime until) {
        return told("rules", kernel.restoreUntil(until));
    }

    private static KernelResult told(String what, KernelResult repair) {
        if (repair.isDone()) {
            LOG.warn("{}=gone by=\"another program\" do=\"installed again\"", what);
        }
        return repair;
    }

    /**
     * Looks whether rules and lease are as they were set, and puts them back if not.
     *
     * @return the failure, if they cannot be put back
     */
    List<Event> look() {
        Optional<MonotonicTime> end = isLive() ? liveUntil : Optional.empty();
        if (!kernel.isInstalled()) {
            return failures(end.map(this::putBack).orElseGet(() -> told("rules", kernel.restore())));
        }
        boolean whole = end.isEmpty() || kernel.isLive();
        return whole ? List.of() : failures(told("lease", kernel.grantUntil(end.orElseThrow())));
    }

    private static List<Event> failures(KernelResult repair) {
        return repair instanceof Failed failed ? List.of(failure(failed)) : List.of();
    }

    private static Event.LeaseSet failure(Failed failed) {
        return new Event.LeaseSet(
                failed.reason() == Reason.LEASE_ENDED ? LeaseOutcome.LAPSED : LeaseOutcome.FAILED, failed.text());
    }

    /** Ends the lease; rules that somebody took away, or changed beyond use, come back without one. */
    KernelResult revoke() {
        liveUntil = Optional.empty();
        KernelResult revoked = kernel.revoke();
        return revoked.isDone() ? revoked : told("rules", kernel.restore());
    }

    /** Deletes the rules; the addresses must be gone before. */
    KernelResult remove() {
        liveUntil = Optional.empty();
        return kernel.remove();
    }
}
