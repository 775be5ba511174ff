package io.arpfailover.coordinator.console;

import io.arpfailover.coordinator.tenure.ClusterName;
import io.arpfailover.coordinator.tenure.Intent;
import io.arpfailover.coordinator.tenure.Member;
import io.arpfailover.coordinator.tenure.Mode;
import io.arpfailover.coordinator.tenure.NodeName;
import io.arpfailover.coordinator.tenure.PromiseTiming;
import io.arpfailover.coordinator.tenure.Tenure;
import io.arpfailover.coordinator.tenure.VersionedTenure;
import io.arpfailover.coordinator.zookeeper.ClusterReport;
import java.util.List;
import java.util.Optional;

/** What is known of a cluster called web, of a and b, that a holds. */
final class Reports {
    static final NodeName A = new NodeName("a");
    static final NodeName B = new NodeName("b");

    private Reports() {}

    static ClusterReport held() {
        return of(Mode.PAIRED, Intent.NONE, member(A, ""), member(B, ""));
    }

    static ClusterReport of(Mode mode, Intent intent, Member... members) {
        Tenure tenure = new Tenure(Optional.of(A), 7, mode, Optional.of(B), 1_700_000_000_000L, "test");
        return new ClusterReport(
                new ClusterName("web"), new VersionedTenure(tenure, 3), List.of(members), intent, List.of(), List.of());
    }

    static Member member(NodeName node, String unfitBecause) {
        return new Member(
                node,
                "1",
                "host",
                "0.1",
                "lan0",
                List.of("02:00:00:00:00:01"),
                List.of("10.77.0.100/24"),
                List.of("10.77.0.1:5227"),
                PromiseTiming.DEFAULT.promise(),
                PromiseTiming.DEFAULT.restart(),
                unfitBecause.isEmpty(),
                unfitBecause,
                Optional.empty());
    }
}
