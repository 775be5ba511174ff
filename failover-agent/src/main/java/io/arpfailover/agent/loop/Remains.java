package io.arpfailover.agent.loop;

import io.arpfailover.agent.config.AgentConfiguration;
import io.arpfailover.agent.config.ConfigurationReading;
import io.arpfailover.agent.config.Positions;
import io.arpfailover.agent.kernel.KernelException;
import io.arpfailover.agent.kernel.KernelLease;
import io.arpfailover.agent.kernel.OnlyAgent;
import io.arpfailover.agent.kernel.Rtnetlink;
import io.arpfailover.coordinator.time.Clock;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * What an agent that was killed has left on this server: the addresses, the rules that silence them, settings of the
 * kernel.
 *
 * <p>A lease that is live is never cut short. The other member may not serve before its promise is over, which is when
 * the lease ends, so to end it sooner would only lengthen the outage; and an agent that left this server serving for its
 * restart has just such a lease, but a long one. So the end of a short one is waited for, and a long one is left alone.
 */
public final class Remains {
    /** Beyond a promise: the lease was renewed a moment before its agent was killed, and this machine may be busy. */
    private static final Duration MARGIN = Duration.ofSeconds(1);

    /** Between two looks at a lease that should have ended. */
    private static final Duration LOOK_AGAIN = Duration.ofMillis(5);

    private static final int MOST_LOOKS = 1000;

    private final AgentConfiguration configuration;
    private final HostNeeds needs;
    private final Positions positions;
    private final Clock clock = Clock.system();

    private Remains(ConfigurationReading.Valid checked) {
        this.configuration = checked.configuration();
        this.positions = checked.positions();
        this.needs = new HostNeeds(configuration, positions);
    }

    /** Lets go of what an agent with this configuration has left, if none runs; waits for the end of a short lease. */
    public static Outcome release(ConfigurationReading.Valid checked) {
        try {
            HostNeeds.capabilities();
            return new Remains(checked).release();
        } catch (CannotRun e) {
            return new Outcome(Result.FAILED, e.getMessage());
        } catch (KernelException e) {
            return new Outcome(Result.FAILED, "failover-agent: " + e.getMessage());
        }
    }

    /** What became of them, in one clause. */
    public record Outcome(Result result, String text) {}

    /** How it ended. */
    public enum Result {
        /** Nothing is left. */
        GONE,
        /** An agent runs, or comes back: it is not ours to touch. */
        NOT_OURS,
        /** It could not be done. */
        FAILED
    }

    private Outcome release() throws CannotRun {
        Optional<KernelLease> lease = needs.lease();
        try {
            return lease.map(this::awaitEnd).filter(live -> live).isPresent() ? stillLive() : clear(lease);
        } finally {
            lease.ifPresent(KernelLease::close);
        }
    }

    /** Without the right to be the only agent, since one may start meanwhile; whether the lease goes on all the same. */
    private boolean awaitEnd(KernelLease lease) {
        MonotonicTime patience =
                clock.now().plus(configuration.timing().promise()).plus(MARGIN);
        Optional<Duration> left = lease.remaining();
        for (int i = 0; i < MOST_LOOKS && left.isPresent(); i++) {
            if (patience.isBefore(clock.now().plus(left.get()))) {
                return true;
            }
            LockSupport.parkNanos(left.get().plus(LOOK_AGAIN).toNanos());
            left = lease.remaining();
        }
        return left.isPresent();
    }

    private static Outcome stillLive() {
        return new Outcome(
                Result.NOT_OURS, "this server goes on serving until its lease ends, for the agent's next start");
    }

    @SuppressWarnings("try") // what is only held is not used
    private Outcome clear(Optional<KernelLease> lease) {
        Optional<OnlyAgent> right = OnlyAgent.of(configuration.cluster());
        if (right.isEmpty()) {
            return new Outcome(Result.NOT_OURS, "an agent of cluster " + configuration.cluster() + " runs");
        }
        try (OnlyAgent only = right.get();
                Rtnetlink rtnetlink = Rtnetlink.open()) {
            return lease.filter(KernelLease::isLive).isPresent() ? stillLive() : clear(lease, rtnetlink);
        }
    }

    private Outcome clear(Optional<KernelLease> lease, Rtnetlink rtnetlink) {
        ServerSide server = new ServerSide(
                configuration.networkInterface(),
                configuration.addresses(),
                rtnetlink,
                lease.map(kernel -> new LeaseKeeper(kernel, clock)),
                why -> {});
        var unused = server.prepare(); // So that nothing is taken for gone that was never there.
        if (!server.clear()) {
            return new Outcome(Result.FAILED, "failover-agent: something is left on this server; see the log");
        }
        new HostSysctls(configuration, positions, rtnetlink).putBack();
        return new Outcome(Result.GONE, "nothing of cluster " + configuration.cluster() + " is left on this server");
    }
}
