package io.arpfailover.coordinator.cli;

import io.arpfailover.coordinator.zookeeper.ClusterDirectory;
import io.arpfailover.coordinator.zookeeper.ClusterReport;
import io.arpfailover.coordinator.zookeeper.StoreException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code coordinator status}: lists the clusters. */
@Command(
        name = "status",
        description = {
            "Lists the clusters: who holds the addresses, since when, and who is registered.",
            "Exit code 0: every cluster has a registered holder. 1: at least one has none. 2: could not look."
        },
        mixinStandardHelpOptions = true,
        versionProvider = BuildVersion.class)
final class Status implements Callable<Integer> {
    private static final int WITHOUT_HOLDER = 1;

    @Mixin
    private EnsembleOptions ensemble;

    @Option(names = "--json", description = "Print JSON, with the history.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws StoreException {
        try (ClusterDirectory directory = ensemble.open()) {
            List<ClusterReport> clusters = directory.clusters();
            spec.commandLine().getOut().print(json ? StatusJson.of(clusters) : StatusTable.of(clusters));
            spec.commandLine().getOut().flush();
            return clusters.stream().allMatch(ClusterReport::isHeld) ? 0 : WITHOUT_HOLDER;
        }
    }
}
