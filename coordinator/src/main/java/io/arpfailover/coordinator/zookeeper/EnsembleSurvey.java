package io.arpfailover.coordinator.zookeeper;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What one client, that is no member, finds out about an ensemble and one cluster in it.
 *
 * @param session the timeout the server granted
 * @param latency the median time of a read, there and back
 * @param voters how many servers the ensemble says it has; empty when it is a single one, or does not say
 * @param access who may read and write the cluster's records
 * @param cluster its records; empty when there are none yet, or none that we may read
 * @param refused agents that may not join, each {@code NODE: why}
 */
public record EnsembleSurvey(
        Duration session,
        Duration latency,
        OptionalInt voters,
        Access access,
        Optional<ClusterReport> cluster,
        List<String> refused) {

    public EnsembleSurvey {
        refused = List.copyOf(refused);
    }

    /** Whose the records of a cluster are. */
    public enum Access {
        /** There are none yet. */
        NO_RECORDS,
        /** Everybody may change them. */
        OPEN,
        /** Their creator's user may, and that is whom we are. */
        OURS,
        /** They are another user's: ours may not read them. */
        DENIED
    }
}
