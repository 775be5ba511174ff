package io.arpfailover.agent.kernel;

import io.arpfailover.agent.kernel.KernelResult.Done;
import io.arpfailover.agent.kernel.KernelResult.Failed;
import io.arpfailover.agent.kernel.KernelResult.Reason;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.coordinator.tenure.ClusterName;
import io.arpfailover.coordinator.time.Clock;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The time for which this machine's kernel passes a cluster's traffic; outside it the kernel drops it, both ways, ARP
 * and IPv4, on one interface.
 *
 * <p>The kernel keeps it alone: it ends on time also when this process is dead, frozen or paused. It never ends late:
 * a time is asked for {@link #EARLY} short of what was given, and a call that took longer than that (the process was
 * held up on the way to the kernel) is corrected before it returns.
 *
 * <p>It acts in the network namespace of the thread that opened it. Any thread may call; one call at a time runs.
 * Closing leaves table and lease as they are, so that the next run can adopt them.
 */
public final class KernelLease implements AutoCloseable {
    /** By so much a lease ends before the time given, the kernel's own rounding (0.3 to 6 ms) not counted. */
    public static final Duration EARLY = Duration.ofMillis(5);
    /**
     * What is shorter counts as over. Kernels before 6.12 round less than a tick (10 ms where HZ is 100) down to zero,
     * and zero means for ever.
     */
    public static final Duration SHORTEST = Duration.ofMillis(20);

    /** A repaired lease was live a moment ago; no packet is lost if the machine is busy between its two steps. */
    private static final Duration REPAIR = SHORTEST.multipliedBy(4);

    /** Reserves of 5, 20, 80 and 320 ms: enough for one long stop, and for a machine on which every call is slow. */
    private static final int ATTEMPTS = 4;

    private static final int GROWTH = 4;

    private final Nftables nftables;
    private final LeaseRules rules;
    private final Clock clock;
    private final LeaseTable table;
    /** What the kernel had right after this run installed it; empty when it did not, or somebody was faster. */
    private Optional<LeaseTable.Picture> installed = Optional.empty();

    private Optional<RulesWatch> watch = Optional.empty();

    KernelLease(Nftables nftables, LeaseRules rules, Clock clock) {
        this.nftables = nftables;
        this.rules = rules;
        this.clock = clock;
        this.table = LeaseTable.open(rules.table(), rules.chains());
    }

    /**
     * Loads the library; changes nothing yet.
     *
     * @throws KernelException when libnftables is missing
     */
    public static KernelLease open(ClusterName cluster, String interfaceName, List<Ipv4Address> vips) {
        return new KernelLease(Nftables.open(), LeaseRules.of(cluster, interfaceName, vips), Clock.system());
    }

    /**
     * Blocks the addresses, except for what is left of a lease from an earlier run.
     *
     * <p>One transaction, which may be repeated at any time. What cannot be changed, since somebody gave our table
     * another shape, is replaced whole, and what was left of the lease ends.
     */
    public synchronized KernelResult install() {
        return nftables.run(rules.install()).done() ? pictured() : restore();
    }

    /** Blocks the addresses, whatever became of our table: it is replaced in one transaction, and no lease is left. */
    public synchronized KernelResult restore() {
        Nftables.Outcome outcome = nftables.run(rules.replace());
        return outcome.done() ? pictured() : failed(outcome, Step.INSTALL);
    }

    /**
     * Blocks the addresses outside a lease that ends at this instant, whatever became of our table: it is replaced in
     * one transaction, so that no packet finds it without the lease.
     *
     * @return {@link Reason#LEASE_ENDED} when that is too near; then the addresses are blocked
     */
    public synchronized KernelResult restoreUntil(MonotonicTime end) {
        KernelResult result = start(end, REPAIR, rules::replace, Step.INSTALL, this::restore);
        return result.isDone() ? pictured() : result;
    }

    private KernelResult pictured() {
        installed = table.picture().filter(picture -> picture.parts().size() == rules.parts());
        return new Done();
    }

    /**
     * Runs what a takeover and its end will run, and changes nothing: the scripts once and dry, since the library then
     * asks the kernel for all its rules, which takes 20 ms; the way to the library and back this often.
     */
    public synchronized void rehearse(int times) {
        for (String script : List.of(rules.grant(SHORTEST), rules.renew(SHORTEST), rules.revoke())) {
            var unused = nftables.tryOut(script);
        }
        for (int i = 0; i < times; i++) {
            var unused = remaining();
        }
    }

    /** Whether table, chains and rules are there as this run installed them: some hundred microseconds at most. */
    public synchronized boolean isInstalled() {
        return installed.isPresent() && installed.equals(table.picture());
    }

    /**
     * Tells from now on when somebody changes the table; one listener, on a thread that waits for it. What this object
     * does is told too, but no renewal is.
     */
    public synchronized void watch(Runnable listener) {
        watch.ifPresent(RulesWatch::close);
        watch = Optional.of(RulesWatch.open(rules.table(), listener));
    }

    /** Starts a lease of this duration from now on, whatever was left of another. */
    public KernelResult grant(Duration duration) {
        return grantUntil(clock.now().plus(duration));
    }

    /** Starts a lease that ends at this instant, whatever was left of another. */
    public synchronized KernelResult grantUntil(MonotonicTime end) {
        return start(end, SHORTEST, rules::grant, Step.GRANT, this::revoke);
    }

    /**
     * In two steps: a lease as short as can be, then its renewal. A process that is stopped on the way to the kernel,
     * and killed there, starts no lease that should be over by then but that short one, for only a live lease is
     * prolonged. On a machine too slow for that the next attempt begins with a longer one.
     */
    private KernelResult start(
            MonotonicTime end,
            Duration least,
            Function<Duration, String> script,
            Step step,
            Supplier<KernelResult> block) {
        Duration first = least;
        for (int attempt = 0; attempt < ATTEMPTS && isBefore(end, first); attempt++) {
            Nftables.Outcome outcome = nftables.run(script.apply(first));
            if (!outcome.done()) {
                return attempt == 0 ? failed(outcome, step) : endedInsteadOf(failed(outcome, step), block);
            }
            KernelResult renewed = renewUntil(end);
            if (!(renewed instanceof Failed failed) || failed.reason() != Reason.LEASE_ENDED) {
                return renewed;
            }
            first = first.multipliedBy(GROWTH);
        }
        return endedInsteadOf(tooLate(step), block);
    }

    /** Whether a lease of this duration that starts now ends early enough. */
    private boolean isBefore(MonotonicTime end, Duration duration) {
        return clock.now().plus(duration).plus(EARLY).compareTo(end) <= 0;
    }

    /** Makes a live lease last this duration from now on; {@link Reason#LEASE_ENDED} when there is none. */
    public KernelResult renew(Duration duration) {
        return renewUntil(clock.now().plus(duration));
    }

    /**
     * Makes a live lease end at this instant. Packets pass without a gap.
     *
     * <p>A lease that has run out is not revived: the answer is {@link Reason#LEASE_ENDED}. So a call that was held up
     * before it reached the kernel can do no harm.
     */
    public synchronized KernelResult renewUntil(MonotonicTime end) {
        // A timeout counts from when the kernel reads it, which is later than when it was computed: by microseconds, or
        // by seconds when the process was stopped in between. So the time is taken again afterwards. What was more than
        // asked for is put right, each time with a larger reserve, until a call stays within it.
        Duration reserve = EARLY;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            MonotonicTime before = clock.now();
            Duration timeout = before.until(end).minus(reserve);
            if (timeout.compareTo(SHORTEST) < 0) {
                break;
            }
            Nftables.Outcome outcome = nftables.run(rules.renew(timeout));
            if (!outcome.done()) {
                Failed failed = failed(outcome, Step.RENEW);
                return attempt == 0 ? failed : endedInsteadOf(failed, this::revoke);
            }
            Duration took = before.until(clock.now());
            if (took.compareTo(reserve) <= 0) {
                return new Done();
            }
            reserve = reserve.multipliedBy(GROWTH);
        }
        return endedInsteadOf(tooLate(Step.RENEW), this::revoke);
    }

    private Failed tooLate(Step step) {
        return failed(step, Reason.LEASE_ENDED, "its time was over before the kernel had it");
    }

    /** Ends a lease that cannot be made as short as it must be. */
    private static KernelResult endedInsteadOf(Failed failed, Supplier<KernelResult> block) {
        KernelResult blocked = block.get();
        return blocked.isDone() ? failed : blocked;
    }

    /** Blocks the addresses from now on. */
    public synchronized KernelResult revoke() {
        return result(nftables.run(rules.revoke()), Step.REVOKE);
    }

    /** What is left of the lease; empty when nothing passes (and when the table is gone, which see). */
    public synchronized Optional<Duration> remaining() {
        Nftables.Outcome listing = nftables.run(rules.listLease());
        return listing.done() ? rules.remaining(listing.text()) : Optional.empty();
    }

    /** Whether a lease is live. */
    public boolean isLive() {
        return remaining().isPresent();
    }

    /** Deletes our table: the kernel blocks nothing any more, so the addresses must be gone before. */
    public synchronized KernelResult remove() {
        return result(nftables.run(rules.remove()), Step.REMOVE);
    }

    private KernelResult result(Nftables.Outcome outcome, Step step) {
        return outcome.done() ? new Done() : failed(outcome, step);
    }

    /** What was tried, since the same error means different things. */
    private enum Step {
        INSTALL,
        GRANT,
        RENEW,
        REVOKE,
        REMOVE
    }

    /** Finds the reason by asking again, not in the error's text, which is in the user's language. */
    private Failed failed(Nftables.Outcome outcome, Step step) {
        if (Capability.missing().contains(Capability.CAP_NET_ADMIN)) {
            return failed(step, Reason.NOT_PERMITTED, "the process needs CAP_NET_ADMIN");
        }
        Nftables.Outcome tables = nftables.run(rules.listTableNames());
        if (!tables.done()) {
            return failed(step, Reason.REFUSED, tables.text() + "; load the kernel module nf_tables");
        }
        return switch (step) {
            case INSTALL ->
                interfaceGone()
                        ? failed(step, Reason.INTERFACE_GONE, "the interface does not exist")
                        : failed(step, Reason.REFUSED, outcome.text());
            case RENEW, GRANT, REVOKE -> withoutTable(outcome, step, !rules.isAmong(tables.text()));
            case REMOVE -> failed(step, Reason.REFUSED, outcome.text());
        };
    }

    private Failed withoutTable(Nftables.Outcome outcome, Step step, boolean tableGone) {
        if (tableGone) {
            return failed(step, Reason.TABLE_GONE, "somebody deleted the table; install it again");
        }
        return step == Step.RENEW && remaining().isEmpty()
                ? failed(step, Reason.LEASE_ENDED, "the lease has run out")
                : failed(step, Reason.REFUSED, outcome.text());
    }

    private boolean interfaceGone() {
        try (Rtnetlink rtnetlink = Rtnetlink.open()) {
            return rtnetlink.link(rules.interfaceName()).isEmpty();
        }
    }

    private Failed failed(Step step, Reason reason, String because) {
        return new Failed(
                reason,
                "cannot " + step.name().toLowerCase(Locale.ROOT) + " lease table=" + rules.table() + " interface="
                        + rules.interfaceName() + ": " + because);
    }

    @Override
    public synchronized void close() {
        watch.ifPresent(RulesWatch::close);
        table.close();
        nftables.close();
    }
}
