package io.arpfailover.coordinator.cli;

import io.arpfailover.coordinator.tenure.ClusterName;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code coordinator bindings CLUSTER …}: the known pairs of addresses and MACs of one cluster. */
@Command(
        name = "bindings",
        description = {
            "The known pairs of addresses and MACs of a cluster, which all its agents see.",
            "Exit code 0: done. 1: refused, or not bound, and standard error says why. 2: could not ask."
        },
        mixinStandardHelpOptions = true,
        versionProvider = BuildVersion.class,
        subcommands = {
            BindingsList.class,
            BindingsGet.class,
            BindingsPut.class,
            BindingsRemove.class,
            BindingsImport.class,
            BindingsExport.class
        })
final class BindingsCommand implements Runnable {
    @Parameters(
            index = "0",
            paramLabel = "CLUSTER",
            converter = ClusterWish.ClusterNameReader.class,
            description = "The cluster, as 'coordinator status' names it.")
    private ClusterName cluster;

    @Spec
    private CommandSpec spec;

    ClusterName cluster() {
        return cluster;
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "say what to do with them: list, get, put, remove, import or export");
    }
}
