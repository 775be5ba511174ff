package io.arpfailover.coordinator.cli;

import io.arpfailover.coordinator.tenure.Wish;
import io.arpfailover.coordinator.zookeeper.ClusterDirectory;
import io.arpfailover.coordinator.zookeeper.ClusterReport;
import io.arpfailover.coordinator.zookeeper.StoreException;
import picocli.CommandLine.Command;

/** {@code coordinator pause}. */
@Command(
        name = "pause",
        description = "Nothing moves by itself until resume, not even away from a lost server. A switchover does.")
final class PauseWish extends ClusterWish {

    @Override
    int tell(ClusterDirectory directory, ClusterReport found) throws StoreException, InterruptedException {
        return write(directory, found, new Wish.Pause(asker()));
    }
}
