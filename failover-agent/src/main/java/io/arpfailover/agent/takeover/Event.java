package io.arpfailover.agent.takeover;

import io.arpfailover.agent.announce.Outbound;
import io.arpfailover.agent.health.CheckResult;
import io.arpfailover.agent.wire.ArpFrame;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.coordinator.tenure.Ack;
import io.arpfailover.coordinator.tenure.Answer;
import io.arpfailover.coordinator.tenure.Handover;
import io.arpfailover.coordinator.tenure.Heartbeat;
import io.arpfailover.coordinator.tenure.Intent;
import io.arpfailover.coordinator.tenure.Member;
import io.arpfailover.coordinator.tenure.VersionedTenure;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What happens to {@link Takeover}: from the wire, the kernel, ZooKeeper, an administrator, or as answer to an effect. */
public sealed interface Event {
    List<Effect> applyTo(Takeover takeover, MonotonicTime now);

    /** An ARP frame arrived. */
    record FrameSeen(ArpFrame frame) implements Event {
        @Override
        public List<Effect> applyTo(Takeover takeover, MonotonicTime now) {
            return takeover.frameSeen(frame, now);
        }
    }

    /** The interface is like this now. */
    record LinkSeen(LinkView link) implements Event {
        @Override
        public List<Effect> applyTo(Takeover takeover, MonotonicTime now) {
            return takeover.linkSeen(link, now);
        }
    }

    /** Somebody took these addresses off the interface. */
    record AddressesRemoved(List<Ipv4Address> gone) implements Event {
        public AddressesRemoved {
            gone = List.copyOf(gone);
        }

        @Override
        public List<Effect> applyTo(Takeover takeover, MonotonicTime now) {
            return takeover.addressesRemoved(gone, now);
        }
    }

    /**
     * What an earlier run left in the kernel.
     *
     * @param addressesInPlace whether all addresses are on the interface
     * @param leaseUntil when what is left of the lease ends
     * @param promisedUntil until when it wrote down that it would not take the addresses
     * @param gone when it had ended for certain
     */
    record EarlierRun(
            boolean addressesInPlace,
            Optional<MonotonicTime> leaseUntil,
            Optional<MonotonicTime> promisedUntil,
            MonotonicTime gone)
            implements Event {
        @Override
        public List<Effect> applyTo(Takeover takeover, MonotonicTime now) {
            return takeover.earlierRun(this, now);
        }
    }

    /**
     * The other member holds the tenure and asks for our promise.
     *
     * @param fit whether it could go on to serve
     * @param onLan whether it came on the LAN of the addresses
     */
    record HeartbeatSeen(Heartbeat heartbeat, boolean fit, boolean onLan) implements Event {
        @Override
        public List<Effect> applyTo(Takeover takeover, MonotonicTime now) {
            return takeover.heartbeatSeen(this, now);
        }
    }

    /** The other member promised; see {@link HeartbeatSeen} for the rest. */
    record AckSeen(Ack ack, boolean fit, boolean onLan) implements Event {
        @Override
        public List<Effect> applyTo(Takeover takeover, MonotonicTime now) {
            return takeover.ackSeen(this, now);
        }
    }

    /** The other member has made us holder; see {@link HeartbeatSeen} for the rest. */
    record HandoverSeen(Handover handover, boolean fit, boolean onLan) implements Event {
        @Override
        public List<Effect> applyTo(Takeover takeover, MonotonicTime now) {
            return takeover.handoverSeen(this, now);
        }
    }

    /** A check of this server has ended. */
    record CheckDone(CheckResult result) implements Event {
        @Override
        public List<Effect> applyTo(Takeover takeover, MonotonicTime now) {
            return takeover.checkDone(result, now);
        }
    }

    /** Answers {@link Effect.KeepPromise}: no failure, or what failed and what to do. */
    record PromiseKept(Heartbeat heartbeat, Optional<String> failure) implements Event {
        @Override
        public List<Effect> applyTo(Takeover takeover, MonotonicTime now) {
            return takeover.promiseKept(heartbeat, failure, now);
        }
    }

    /** Our member node exists, in a session of this length. */
    record Registered(Duration session) implements Event {
        @Override
        public List<Effect> applyTo(Takeover takeover, MonotonicTime now) {
            return takeover.registered(session, now);
        }
    }

    /** We may not, or cannot yet, be a member: the clause says why and what to do. */
    record NotRegistered(String because) implements Event {
        @Override
        public List<Effect> applyTo(Takeover takeover, MonotonicTime now) {
            return takeover.notRegistered(because, now);
        }
    }

    /** The connection to ZooKeeper broke, or came back; the session may outlive that. */
    record ContactChanged(boolean connected) implements Event {
        @Override
        public List<Effect> applyTo(Takeover takeover, MonotonicTime now) {
            return takeover.contactChanged(connected, now);
        }
    }

    /** ZooKeeper cannot be used as it should: the line says why and what to do. */
    record StoreFailed(String what) implements Event {
        @Override
        public List<Effect> applyTo(Takeover takeover, MonotonicTime now) {
            return takeover.storeFailed(what, now);
        }
    }

    /** The session has ended. */
    record SessionLost() implements Event {
        @Override
        public List<Effect> applyTo(Takeover takeover, MonotonicTime now) {
            return takeover.sessionLost(now);
        }
    }

    /** The tenure was read. */
    record TenureRead(VersionedTenure seen) implements Event {
        @Override
        public List<Effect> applyTo(Takeover takeover, MonotonicTime now) {
            return takeover.tenureRead(seen, now);
        }
    }

    /** The complete list of members. */
    record MembersRead(List<Member> members) implements Event {
        public MembersRead {
            members = List.copyOf(members);
        }

        @Override
        public List<Effect> applyTo(Takeover takeover, MonotonicTime now) {
            return takeover.membersRead(members, now);
        }
    }

    /** What the administrators want. */
    record IntentRead(Intent intent) implements Event {
        @Override
        public List<Effect> applyTo(Takeover takeover, MonotonicTime now) {
            return takeover.intentRead(intent, now);
        }
    }

    /** Answers {@link Effect.CompareAndSet}. */
    record CallAnswered(long call, Answer answer) implements Event {
        @Override
        public List<Effect> applyTo(Takeover takeover, MonotonicTime now) {
            return takeover.callAnswered(call, answer, now);
        }
    }

    /** Answers {@link Effect.Send}. A frame that was not sent was not sent. */
    record FrameSent(Outbound outbound, boolean sent) implements Event {
        @Override
        public List<Effect> applyTo(Takeover takeover, MonotonicTime now) {
            return takeover.frameSent(outbound, sent, now);
        }
    }

    /**
     * Answers {@link Effect.SetLease}.
     *
     * @param text what failed and what to do; empty when the lease is live
     */
    record LeaseSet(LeaseOutcome outcome, String text) implements Event {
        @Override
        public List<Effect> applyTo(Takeover takeover, MonotonicTime now) {
            return takeover.leaseSet(outcome, text, now);
        }
    }

    /** What the kernel made of a lease. */
    enum LeaseOutcome {
        /** It passes the addresses. */
        LIVE,
        /** The lease to renew had run out, and was not revived. */
        LAPSED,
        /** It could not be set. */
        FAILED
    }

    /** Answers {@link Effect.AssignAddresses}: no failure, or what failed and what to do. */
    record AddressesAssigned(List<Ipv4Address> part, Optional<String> failure) implements Event {
        public AddressesAssigned {
            part = List.copyOf(part);
        }

        @Override
        public List<Effect> applyTo(Takeover takeover, MonotonicTime now) {
            return takeover.addressesAssigned(part, failure, now);
        }
    }

    /** The configuration was read again: what can be is from now on as this says. */
    record Reconfigured(TakeoverSettings settings) implements Event {
        @Override
        public List<Effect> applyTo(Takeover takeover, MonotonicTime now) {
            return takeover.reconfigured(settings, now);
        }
    }

    /**
     * The agent shall stop.
     *
     * @param forRestart whether it comes back at once, so that the addresses need not move
     */
    record StopAsked(boolean forRestart) implements Event {
        @Override
        public List<Effect> applyTo(Takeover takeover, MonotonicTime now) {
            return takeover.stopAsked(forRestart, now);
        }
    }
}
