package io.arpfailover.coordinator.cli;

import io.arpfailover.coordinator.tenure.ClusterName;
import io.arpfailover.coordinator.zookeeper.ClusterDirectory;
import io.arpfailover.coordinator.zookeeper.ClusterReport;
import io.arpfailover.coordinator.zookeeper.StoreException;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The cluster that a command names, or a hint at those that exist. */
final class KnownCluster {
    private KnownCluster() {}

    /** Looks it up; one that is not there is a mistake of the command line. */
    static ClusterReport find(ClusterDirectory directory, ClusterName name, CommandLine command) throws StoreException {
        return directory.cluster(name).orElseThrow(() -> new ParameterException(command, unknown(directory, name)));
    }

    private static String unknown(ClusterDirectory directory, ClusterName name) {
        try {
            String known = directory.clusters().stream()
                    .map(found -> found.name().text())
                    .collect(Collectors.joining(", "));
            return "there is no cluster " + name + (known.isEmpty() ? ", nor any other" : "; there are: " + known);
        } catch (StoreException unreadable) {
            return "there is no cluster " + name;
        }
    }
}
