package io.arpfailover.agent.loop;

import io.arpfailover.agent.takeover.Effect;
import io.arpfailover.coordinator.tenure.Member;
import java.util.List;
import java.util.Optional;

/** What this member tells the other about itself: the parts that stay, filled up with those that change. */
record MemberCard(Member fixed) {

    /** Before the machine has said how it is. */
    Member first() {
        return fixed;
    }

    Member with(Effect.Publish health, List<String> macs) {
        return with(health.fit(), health.unfitBecause(), health.readyFor(), macs);
    }

    private Member with(boolean fit, String because, Optional<String> readyFor, List<String> macs) {
        return new Member(
                fixed.node(),
                fixed.incarnation(),
                fixed.host(),
                fixed.version(),
                fixed.networkInterface(),
                macs,
                fixed.addresses(),
                fixed.peerEndpoints(),
                fixed.promise(),
                fixed.restart(),
                fit,
                because,
                readyFor);
    }
}
