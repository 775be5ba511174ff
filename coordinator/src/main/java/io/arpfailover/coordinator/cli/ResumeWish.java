package io.arpfailover.coordinator.cli;

import io.arpfailover.coordinator.tenure.Wish;
import io.arpfailover.coordinator.zookeeper.ClusterDirectory;
import io.arpfailover.coordinator.zookeeper.ClusterReport;
import io.arpfailover.coordinator.zookeeper.StoreException;
import picocli.CommandLine.Command;

/** {@code coordinator resume}. */
@Command(name = "resume", description = "Ends a pause: the addresses move again when they have to.")
final class ResumeWish extends ClusterWish {

    @Override
    int tell(ClusterDirectory directory, ClusterReport found) throws StoreException, InterruptedException {
        return write(directory, found, new Wish.Resume());
    }
}
