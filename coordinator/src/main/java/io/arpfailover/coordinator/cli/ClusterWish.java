package io.arpfailover.coordinator.cli;

import io.arpfailover.coordinator.tenure.ClusterName;
import io.arpfailover.coordinator.tenure.NodeName;
import io.arpfailover.coordinator.tenure.Wish;
import io.arpfailover.coordinator.zookeeper.ClusterDirectory;
import io.arpfailover.coordinator.zookeeper.ClusterReport;
import io.arpfailover.coordinator.zookeeper.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** What the commands have in common that tell the members of one cluster what is wanted of them. */
@Command(mixinStandardHelpOptions = true, versionProvider = BuildVersion.class)
abstract class ClusterWish implements Callable<Integer> {
    private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");
    private static final int DONE = 0;
    private static final int REFUSED = 1;

    @Mixin
    private EnsembleOptions ensemble;

    @Parameters(
            index = "0",
            paramLabel = "CLUSTER",
            converter = ClusterNameReader.class,
            description = "The cluster, as 'coordinator status' names it.")
    private ClusterName cluster;

    @Spec
    private CommandSpec spec;

    /** Tells, waits for the end, and answers with how the program ends. */
    abstract int tell(ClusterDirectory directory, ClusterReport found) throws StoreException, InterruptedException;

    @Override
    public final Integer call() throws StoreException, InterruptedException {
        try (ClusterDirectory directory = ensemble.open()) {
            return tell(directory, KnownCluster.find(directory, cluster, spec.commandLine()));
        }
    }

    /** Writes what is wanted from now on, unless it cannot be. */
    final int write(ClusterDirectory directory, ClusterReport found, Wish wish)
            throws StoreException, InterruptedException {
        Optional<String> refusal = wish.refusal(found.situation());
        if (refusal.isPresent()) {
            return refused(refusal.get());
        }
        await(directory.writeIntent(cluster, wish::appliedTo));
        return done(wish.done());
    }

    /** Waits; whoever promises a result gives it a limit. */
    static <T> T await(CompletableFuture<T> result) throws StoreException, InterruptedException {
        try {
            return result.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StoreException oneLine) {
                throw oneLine;
            }
            throw new IllegalStateException(e);
        }
    }

    final ClusterName cluster() {
        return cluster;
    }

    final int done(String what) {
        spec.commandLine().getOut().println("done: " + what);
        return DONE;
    }

    final int refused(String why) {
        spec.commandLine().getErr().println("refused: " + why);
        return REFUSED;
    }

    /** Who asks, for those who read of it on another machine. */
    static String asker() {
        String user = System.getProperty("user.name", "somebody");
        try {
            return user + " on " + Files.readString(HOST_NAME).strip() + " (coordinator)";
        } catch (IOException noSuchFile) {
            return user + " (coordinator)";
        }
    }

    /** Reads a cluster's name from the command line. */
    static final class ClusterNameReader implements ITypeConverter<ClusterName> {
        @Override
        public ClusterName convert(String text) {
            try {
                return new ClusterName(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    /** Reads a node's name from the command line. */
    static final class NodeNameReader implements ITypeConverter<NodeName> {
        @Override
        public NodeName convert(String text) {
            try {
                return new NodeName(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
