package io.arpfailover.coordinator.zookeeper;

import io.arpfailover.coordinator.tenure.ClusterName;
import io.arpfailover.coordinator.tenure.Intent;
import io.arpfailover.coordinator.tenure.Member;
import io.arpfailover.coordinator.tenure.Move;
import io.arpfailover.coordinator.tenure.Situation;
import io.arpfailover.coordinator.tenure.VersionedTenure;
import java.util.List;

/**
 * What ZooKeeper knows about one cluster at one time.
 *
 * @param members by name
 * @param history oldest first
 * @param unreadable paths of records that could not be read, each with the reason; their places above are empty
 */
public record ClusterReport(
        ClusterName name,
        VersionedTenure tenure,
        List<Member> members,
        Intent intent,
        List<Move> history,
        List<String> unreadable) {

    public ClusterReport {
        members = List.copyOf(members);
        history = List.copyOf(history);
        unreadable = List.copyOf(unreadable);
    }

    /** What a wish is judged by. */
    public Situation situation() {
        return new Situation(tenure.tenure(), members, intent);
    }

    /** Whether the tenure names a holder that is registered. */
    public boolean isHeld() {
        return members.stream().anyMatch(member -> tenure.tenure().isHeldBy(member.node()));
    }
}
