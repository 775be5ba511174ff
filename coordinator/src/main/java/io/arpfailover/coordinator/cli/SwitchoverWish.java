package io.arpfailover.coordinator.cli;

import io.arpfailover.coordinator.tenure.NodeName;
import io.arpfailover.coordinator.zookeeper.ClusterDirectory;
import io.arpfailover.coordinator.zookeeper.ClusterReport;
import io.arpfailover.coordinator.zookeeper.StoreException;
import io.arpfailover.coordinator.zookeeper.SwitchoverDesk;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code coordinator switchover}: a planned move of a cluster's addresses. */
@Command(
        name = "switchover",
        description = {
            "Moves the addresses of a cluster to the other server, or to the one that is named, and waits for the end.",
            "Exit code 0: they are there. 1: refused, and standard error says why. 2: could not ask."
        })
final class SwitchoverWish extends ClusterWish {
    /** Conflict detection with the times of RFC 5227 takes nine seconds. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    @Option(
            names = "--to",
            paramLabel = "NODE",
            converter = NodeNameReader.class,
            description = "The server that shall hold them. Default: the one that does not hold them now.")
    private Optional<NodeName> to;

    @Option(
            names = "--force",
            description =
                    "Also when that server's checks fail, it is in maintenance, or the limit on moves is reached.")
    private boolean force;

    @Override
    int tell(ClusterDirectory directory, ClusterReport found) throws StoreException, InterruptedException {
        SwitchoverDesk desk = directory.desk(cluster(), PATIENCE);
        SwitchoverDesk.Reply reply = await(desk.ask(found.situation(), to, force, asker()));
        return reply.done() ? done(reply.because()) : refused(reply.because());
    }
}
