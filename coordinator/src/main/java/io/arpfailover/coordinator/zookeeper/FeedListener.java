package io.arpfailover.coordinator.zookeeper;

import io.arpfailover.coordinator.tenure.ClusterName;
import java.util.List;
import java.util.Set;

/** What a {@link ClusterFeed} tells its owner, on threads of the feed: enqueue and return. */
public interface FeedListener {

    /**
     * Some clusters are not as they were told last.
     *
     * @param changed as they are now, by name; of each history the newest move alone
     * @param gone those that are no more
     */
    void changed(List<ClusterReport> changed, Set<ClusterName> gone);

    /** Every cluster has been told since the last connection: what is known is what is there. */
    void complete();

    /** The connection is lost: what was told grows old from now on. */
    void disconnected();

    /** Something needs a person: refused credentials, too many clusters. One line with the remedy. */
    void failed(String what);
}
