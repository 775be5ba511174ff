package io.arpfailover.agent.announce;

import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Announces one address: the frames, their refresh, and what becomes of them. */
final class VipAnnouncement {
    private final Ipv4Address vip;
    private AnnounceTiming timing;
    private final GatewayReceipt receipt;
    private final Resends resends;

    private MonotonicTime announcedAt = MonotonicTime.NEVER;
    /** When a cause that came too soon after the last announcement has its turn. */
    private MonotonicTime againAt = MonotonicTime.NEVER;

    private MonotonicTime refreshAt = MonotonicTime.NEVER;

    VipAnnouncement(Ipv4Address vip, Optional<Ipv4Address> gateway, AnnounceTiming timing) {
        this.vip = vip;
        this.timing = timing;
        this.receipt = new GatewayReceipt(vip, gateway, timing);
        this.resends = new Resends(timing);
    }

    /** A refresh is due no later than this timing has it; a round that has begun keeps its own. */
    List<AnnounceEffect> timingIs(AnnounceTiming next, MonotonicTime now) {
        timing = next;
        refreshAt = MonotonicTime.earliest(refreshAt, now.plus(next.refresh()));
        return List.of();
    }

    List<AnnounceEffect> announce(MonotonicTime now) {
        announcedAt = now;
        againAt = MonotonicTime.NEVER;
        refreshAt = now.plus(timing.refresh());
        resends.begin();
        return round(Urgency.URGENT, receipt.ask());
    }

    List<AnnounceEffect> defend() {
        receipt.doubt();
        List<AnnounceEffect> effects = new ArrayList<>();
        effects.add(new AnnounceEffect.Send(new Outbound.RequestForm(vip)));
        effects.addAll(receipt.ask());
        return effects;
    }

    List<AnnounceEffect> doubt(MonotonicTime now) {
        receipt.doubt();
        MonotonicTime earliest = announcedAt.plus(timing.minInterval());
        if (now.hasReached(earliest)) {
            return announce(now);
        }
        againAt = earliest;
        return List.of();
    }

    List<AnnounceEffect> sent(Outbound outbound, boolean left, MonotonicTime now) {
        boolean query = outbound instanceof Outbound.GatewayQuery;
        if (left) {
            resends.left(outbound);
            if (query) {
                receipt.queryLeft(now);
            }
            return List.of();
        }
        if (!resends.keep(outbound, now) && query) {
            receipt.queryGivenUp();
        }
        return resends.isFirstFailure() ? List.of(new AnnounceEffect.SendFailing(vip)) : List.of();
    }

    List<AnnounceEffect> answered(MacAddress gatewayMac) {
        return receipt.answered(gatewayMac);
    }

    List<AnnounceEffect> onTimeout(MonotonicTime now) {
        List<AnnounceEffect> effects = new ArrayList<>();
        if (now.hasReached(againAt)) {
            effects.addAll(announce(now));
        }
        if (now.hasReached(refreshAt)) {
            effects.addAll(refresh(now));
        }
        resends.onTimeout(now).forEach(outbound -> effects.add(new AnnounceEffect.Send(outbound)));
        effects.addAll(receipt.onTimeout(now));
        return effects;
    }

    MonotonicTime nextTimeout() {
        MonotonicTime sends = MonotonicTime.earliest(againAt, refreshAt);
        MonotonicTime waits = MonotonicTime.earliest(resends.nextTimeout(), receipt.nextTimeout());
        return MonotonicTime.earliest(sends, waits);
    }

    ReceiptState receipt() {
        return receipt.state();
    }

    private List<AnnounceEffect> refresh(MonotonicTime now) {
        refreshAt = now.plus(timing.refresh());
        resends.begin();
        return round(Urgency.ROUTINE, receipt.refresh());
    }

    private List<AnnounceEffect> round(Urgency urgency, List<AnnounceEffect> query) {
        List<AnnounceEffect> effects = new ArrayList<>();
        effects.add(new AnnounceEffect.Send(new Outbound.RequestForm(vip, urgency)));
        effects.addAll(query);
        effects.add(new AnnounceEffect.Send(new Outbound.ReplyForm(vip, urgency)));
        return effects;
    }
}
