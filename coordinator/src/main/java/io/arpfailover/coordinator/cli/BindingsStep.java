package io.arpfailover.coordinator.cli;

import io.arpfailover.coordinator.binding.Binding;
import io.arpfailover.coordinator.binding.BindingAuthor;
import io.arpfailover.coordinator.binding.BindingRefusal;
import io.arpfailover.coordinator.binding.BoundAddress;
import io.arpfailover.coordinator.binding.BoundMac;
import io.arpfailover.coordinator.tenure.ClusterName;
import io.arpfailover.coordinator.zookeeper.BindingStore;
import io.arpfailover.coordinator.zookeeper.ClusterDirectory;
import io.arpfailover.coordinator.zookeeper.ClusterReport;
import io.arpfailover.coordinator.zookeeper.StoreException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** What the commands about bindings have in common. */
@Command(mixinStandardHelpOptions = true, versionProvider = BuildVersion.class)
abstract class BindingsStep implements Callable<Integer> {
    static final int DONE = 0;
    static final int REFUSED = 1;

    @Mixin
    private EnsembleOptions ensemble;

    @ParentCommand
    private BindingsCommand all;

    @Spec
    private CommandSpec spec;

    /**
     * Does it, and says how the program ends.
     *
     * @param author for what is written: this user, in the epoch of the cluster as it is now
     */
    abstract int perform(BindingStore bindings, BindingAuthor author) throws StoreException, InterruptedException;

    @Override
    public final Integer call() throws StoreException, InterruptedException {
        CommandLine command = spec.commandLine();
        try (ClusterDirectory directory = ensemble.open()) {
            ClusterReport found = KnownCluster.find(directory, cluster(), command);
            BindingAuthor author =
                    new BindingAuthor(source(), found.tenure().tenure().epoch());
            try (BindingStore bindings = directory.bindings(cluster())) {
                return perform(bindings, author);
            }
        } finally {
            command.getOut().flush();
        }
    }

    /** Short, since it stands beside every binding. */
    private static String source() {
        String source = ClusterWish.asker().replace(" (coordinator)", "").replace(" on ", "@");
        String shortened = source.substring(0, Math.min(source.length(), Binding.LONGEST_SOURCE));
        return Binding.isSource(shortened) ? shortened : "coordinator";
    }

    final ClusterName cluster() {
        return all.cluster();
    }

    final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    final int done(String what) {
        out().println("done: " + what);
        return DONE;
    }

    final int refused(String why) {
        spec.commandLine().getErr().println("refused: " + why);
        return REFUSED;
    }

    final ParameterException mistake(String what) {
        return new ParameterException(spec.commandLine(), what);
    }

    /** One line for each mistake in a file, as compilers write them. */
    final void tellMistake(String line) {
        spec.commandLine().getErr().println(line);
    }

    static String why(BindingRefusal refusal) {
        return switch (refusal.reason()) {
            case STALE -> refusal.address() + " was decided in a later epoch, just now; look at it, and try again";
            case FULL ->
                "there is no room for " + refusal.address() + ": a cluster has 20000 bindings at most; remove some";
            case BOUND_OTHERWISE ->
                refusal.address() + " is bound to "
                        + refusal.present().map(BindingsStep::present).orElse("another MAC")
                        + "; to bind it anew, use --replace";
        };
    }

    private static String present(Binding binding) {
        return binding.mac() + " (by " + binding.source() + " in epoch " + binding.epoch() + ", version "
                + binding.version() + (binding.comment().isEmpty() ? "" : ": " + binding.comment()) + ")";
    }

    /** Reads an address from the command line. */
    static final class AddressReader implements ITypeConverter<BoundAddress> {
        @Override
        public BoundAddress convert(String text) {
            try {
                return BoundAddress.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    /** Reads a MAC from the command line. */
    static final class MacReader implements ITypeConverter<BoundMac> {
        @Override
        public BoundMac convert(String text) {
            try {
                return BoundMac.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
