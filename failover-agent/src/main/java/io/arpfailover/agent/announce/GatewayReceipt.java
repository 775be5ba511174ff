package io.arpfailover.agent.announce;

import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.util.List;
import java.util.Optional;

/** Asks the gateway for one address until its answer proves that it has repointed. */
final class GatewayReceipt {
    private final Ipv4Address vip;
    private final Optional<Ipv4Address> gateway;
    private final AnnounceTiming timing;

    private ReceiptState state = ReceiptState.UNASKED;
    private MonotonicTime deadline = MonotonicTime.NEVER;
    /** Queries of this round that have left. */
    private int tries;
    /** The station that proved it last; empty when the next proof is news. */
    private Optional<MacAddress> provedBy = Optional.empty();

    private boolean alarmed;

    /** An address that is the gateway's own has nobody to ask. */
    GatewayReceipt(Ipv4Address vip, Optional<Ipv4Address> gateway, AnnounceTiming timing) {
        this.vip = vip;
        this.gateway = gateway.filter(address -> !address.equals(vip));
        this.timing = timing;
    }

    /** Something repointed the gateway, or may have: the next answer is news. */
    void doubt() {
        provedBy = Optional.empty();
    }

    /** Begins a round of queries with one now. */
    List<AnnounceEffect> ask() {
        tries = 0;
        return query(Urgency.URGENT);
    }

    /** Asks with the refresh: as a new round, but while the alarm stands only once. */
    List<AnnounceEffect> refresh() {
        tries = alarmed ? timing.tries() + timing.slowTries() : 0;
        return query(Urgency.ROUTINE);
    }

    /** A query has left. A wait that runs already goes on: queries may be queued twice. */
    void queryLeft(MonotonicTime now) {
        if (state != ReceiptState.ASKING) {
            return;
        }
        tries++;
        if (tries <= timing.tries()) {
            become(ReceiptState.AWAITING, now.plus(timing.receiptWait()));
        } else if (tries < timing.tries() + timing.slowTries()) {
            become(ReceiptState.OVERDUE, now.plus(timing.slowWait()));
        } else {
            become(ReceiptState.RESTING, MonotonicTime.NEVER);
        }
    }

    /** The query was tried often enough and did not leave. */
    void queryGivenUp() {
        if (state == ReceiptState.ASKING) {
            become(ReceiptState.RESTING, MonotonicTime.NEVER);
        }
    }

    List<AnnounceEffect> answered(MacAddress gatewayMac) {
        if (state == ReceiptState.UNASKED) {
            return List.of();
        }
        boolean news = !provedBy.equals(Optional.of(gatewayMac));
        provedBy = Optional.of(gatewayMac);
        alarmed = false;
        become(ReceiptState.PROVED, MonotonicTime.NEVER);
        return news ? List.of(new AnnounceEffect.Repointed(vip, gatewayMac)) : List.of();
    }

    List<AnnounceEffect> onTimeout(MonotonicTime now) {
        if (now.isBefore(deadline)) {
            return List.of();
        }
        return switch (state) {
            case AWAITING -> tries < timing.tries() ? query(Urgency.URGENT) : alarm(now);
            case OVERDUE -> query(Urgency.ROUTINE);
            case UNASKED, ASKING, RESTING, PROVED -> throw new IllegalStateException("timeout in " + state);
        };
    }

    MonotonicTime nextTimeout() {
        return deadline;
    }

    ReceiptState state() {
        return state;
    }

    private List<AnnounceEffect> query(Urgency urgency) {
        if (gateway.isEmpty()) {
            return List.of();
        }
        become(ReceiptState.ASKING, MonotonicTime.NEVER);
        return List.of(new AnnounceEffect.Send(new Outbound.GatewayQuery(vip, gateway.get(), urgency)));
    }

    private List<AnnounceEffect> alarm(MonotonicTime now) {
        boolean news = !alarmed;
        alarmed = true;
        provedBy = Optional.empty();
        become(ReceiptState.OVERDUE, now.plus(timing.slowWait()));
        return news ? List.of(new AnnounceEffect.NotRepointed(vip)) : List.of();
    }

    private void become(ReceiptState next, MonotonicTime nextDeadline) {
        state = next;
        deadline = nextDeadline;
    }
}
