package io.arpfailover.agent.takeover;

import io.arpfailover.coordinator.tenure.Intent;
import io.arpfailover.coordinator.tenure.Member;
import io.arpfailover.coordinator.tenure.NodeName;
import io.arpfailover.coordinator.tenure.Switchover;
import io.arpfailover.coordinator.tenure.Switchover.Outcome;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;

/**
 * The open switchover request as one member follows it.
 *
 * <p>The member it names first finds the addresses free of strangers and says so (readiness); only then does the holder
 * let go, so that conflict detection costs no outage.
 */
final class SwitchoverRequest {
    /** What the holder does about the request. */
    sealed interface Decision {
        /** Nothing to do, or not yet. */
        record Wait() implements Decision {}

        /** The other member is ready: let go. */
        record HandOver(NodeName to, String why) implements Decision {}

        /** The request is settled. */
        record Close(Switchover ended) implements Decision {}
    }

    private static final Decision WAIT = new Decision.Wait();

    private final NodeName self;
    private final Duration patience;
    private Optional<Switchover> open = Optional.empty();
    private MonotonicTime deadline = MonotonicTime.NEVER;
    private boolean readBefore;
    private String settledHere = "";

    /**
     * @param patience how long a member may take to become ready
     */
    SwitchoverRequest(NodeName self, Duration patience) {
        this.self = self;
        this.patience = patience;
    }

    /**
     * Takes note of the intent. A request that is already open when we first read is a leftover: whoever asked for it
     * has gone, and moving now would be a surprise.
     *
     * @return the refusal of such a leftover, to be written
     */
    Optional<Switchover> read(Intent intent, MonotonicTime now) {
        Optional<Switchover> seen = intent.switchover().filter(Switchover::isOpen);
        boolean leftover = !readBefore && seen.isPresent();
        readBefore = true;
        if (leftover) {
            settledHere = seen.get().id();
            return Optional.of(seen.get()
                    .ended(Outcome.REFUSED, "left open before " + self + " joined; ask again if it is still wanted"));
        }
        if (!seen.equals(open)) {
            open = seen;
            deadline = seen.isPresent() ? now.plus(patience) : MonotonicTime.NEVER;
        }
        return Optional.empty();
    }

    /** A new session reads from the start. */
    void forget() {
        open = Optional.empty();
        deadline = MonotonicTime.NEVER;
        readBefore = false;
    }

    /** The id of an open request that wants us to hold the addresses. */
    Optional<String> wantsUs() {
        return pending().filter(request -> request.to().equals(self)).map(Switchover::id);
    }

    /** Whether the open request shall be fulfilled although the member it names had better not serve. */
    boolean isForced() {
        return pending().map(Switchover::force).orElse(false);
    }

    boolean isPending() {
        return pending().isPresent();
    }

    MonotonicTime deadline() {
        return isPending() ? deadline : MonotonicTime.NEVER;
    }

    /** What to do while we hold the addresses. */
    Decision asHolder(Collection<Member> members, MonotonicTime now) {
        if (pending().isEmpty()) {
            return WAIT;
        }
        Switchover request = pending().get();
        if (request.to().equals(self)) {
            return close(Outcome.DONE, self + " holds the addresses");
        }
        Optional<Member> heir =
                members.stream().filter(m -> m.node().equals(request.to())).findFirst();
        if (heir.isEmpty()) {
            return close(Outcome.REFUSED, request.to() + " is not connected; start its agent, or check its ZooKeeper");
        }
        if (!heir.get().fit() && !request.force()) {
            return close(
                    Outcome.REFUSED, request.to() + " is not fit: " + heir.get().unfitBecause());
        }
        if (heir.get().readyFor().equals(Optional.of(request.id()))) {
            return new Decision.HandOver(request.to(), "switchover asked by " + request.by());
        }
        return now.hasReached(deadline)
                ? close(Outcome.REFUSED, request.to() + " did not become ready within " + patience.toMillis() + " ms")
                : WAIT;
    }

    /** We were asked to take the addresses and cannot. */
    Decision asHeirUnable(String because) {
        return wantsUs().isPresent() ? close(Outcome.REFUSED, self + " cannot take over: " + because) : WAIT;
    }

    private Decision close(Outcome outcome, String reason) {
        Switchover request = open.orElseThrow();
        settledHere = request.id(); // Told once: the intent shows it closed a moment later.
        return new Decision.Close(request.ended(outcome, reason));
    }

    private Optional<Switchover> pending() {
        return open.filter(request -> !request.id().equals(settledHere));
    }
}
