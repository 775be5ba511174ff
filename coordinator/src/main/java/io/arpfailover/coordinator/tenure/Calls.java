package io.arpfailover.coordinator.tenure;

import io.arpfailover.coordinator.tenure.TenureEffect.CompareAndSet;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.util.Optional;

/** The compare-and-set that is on its way: one at most. */
final class Calls {
    /** What a call is for. */
    enum Purpose {
        /** Takes a tenure that names another member, or nobody. */
        CLAIM,
        /** Makes our tenure SOLO, or keeps it so, and earns a lease on ZooKeeper by it. */
        RENEW,
        /** Makes our tenure PAIRED: from then on the lease rests on the heir's promises. */
        PAIR,
        /** Gives a PAIRED tenure to the heir; its promises carry our lease until that is answered. */
        HAND_OVER,
        /** Gives a SOLO tenure to the other member, after our lease was dropped. */
        GIVE_UP
    }

    /**
     * A call on its way.
     *
     * @param left when it left: what it earns counts from here
     */
    record Call(long id, Purpose purpose, MonotonicTime left) {}

    private Optional<Call> out = Optional.empty();
    private long made;

    CompareAndSet make(Purpose purpose, int version, Tenure next, Optional<NodeName> provenAbsent, MonotonicTime now) {
        Call call = new Call(++made, purpose, now);
        out = Optional.of(call);
        return new CompareAndSet(call.id(), version, next, provenAbsent);
    }

    boolean isOut() {
        return out.isPresent();
    }

    boolean isOut(Purpose purpose) {
        return out.filter(call -> call.purpose() == purpose).isPresent();
    }

    /** The call that is answered; empty when it was of an earlier session, or given up. */
    Optional<Call> answered(long id) {
        Optional<Call> answered = out.filter(call -> call.id() == id);
        if (answered.isPresent()) {
            out = Optional.empty();
        }
        return answered;
    }

    /** Its answer will never come. */
    void forget() {
        out = Optional.empty();
    }
}
