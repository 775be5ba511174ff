package io.arpfailover.coordinator.cli;

import io.arpfailover.coordinator.tenure.NodeName;
import io.arpfailover.coordinator.tenure.Wish;
import io.arpfailover.coordinator.zookeeper.ClusterDirectory;
import io.arpfailover.coordinator.zookeeper.ClusterReport;
import io.arpfailover.coordinator.zookeeper.StoreException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code coordinator maintenance}: takes one server out of service, or back into it. */
@Command(
        name = "maintenance",
        description = "With 'on', the server hands the addresses over and does not take them until 'off'.")
final class MaintenanceWish extends ClusterWish {
    /** As it is written. */
    private enum Switch {
        ON,
        OFF
    }

    @Parameters(index = "1", paramLabel = "on|off", description = "Into maintenance, or out of it.")
    private Switch into;

    @Parameters(index = "2", paramLabel = "NODE", converter = NodeNameReader.class, description = "The server.")
    private NodeName node;

    @Override
    int tell(ClusterDirectory directory, ClusterReport found) throws StoreException, InterruptedException {
        return write(
                directory,
                found,
                switch (into) {
                    case ON -> new Wish.Maintain(node);
                    case OFF -> new Wish.Serve(node);
                });
    }
}
