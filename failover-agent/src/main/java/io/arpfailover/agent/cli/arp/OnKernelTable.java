package io.arpfailover.agent.cli.arp;

import io.arpfailover.agent.cli.ConfigurationOption;
import io.arpfailover.agent.cli.ExitCode;
import io.arpfailover.agent.cli.ProgramVersion;
import io.arpfailover.agent.kernel.KernelException;
import io.arpfailover.agent.kernel.KernelResult;
import io.arpfailover.agent.kernel.KernelResult.Failed;
import io.arpfailover.agent.kernel.LinkState;
import io.arpfailover.agent.kernel.Rtnetlink;
import io.arpfailover.agent.wire.Ipv4Address;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the commands on the kernel's neighbour table of one interface have in common. They send and capture nothing. */
@Command(
        mixinStandardHelpOptions = true,
        versionProvider = ProgramVersion.class,
        exitCodeListHeading = ExitCode.HEADING)
abstract class OnKernelTable implements Callable<Integer> {
    private final ConfigurationOption configuration;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private InterfaceOption interfaceOption = new InterfaceOption();

    OnKernelTable(ConfigurationOption configuration) {
        this.configuration = configuration;
    }

    /** Does the work, prints what became of it, and says how the program ends. */
    abstract int run(Rtnetlink rtnetlink, LinkState link);

    @Override
    public final Integer call() {
        try (Rtnetlink rtnetlink = Rtnetlink.open()) {
            String name = interfaceOption.chosen(configuration, spec);
            LinkState link = rtnetlink
                    .link(name)
                    .orElseThrow(() -> mistake("there is no interface " + name + "; `ip link` lists those there are"));
            return run(rtnetlink, link);
        } catch (KernelException e) {
            complain(e.getMessage());
            return ExitCode.UNUSABLE;
        }
    }

    final ConfigurationOption configuration() {
        return configuration;
    }

    final void print(Object line) {
        spec.commandLine().getOut().println(line);
    }

    final void complain(String line) {
        spec.commandLine().getErr().println(spec.qualifiedName() + ": " + line);
    }

    /** Prints what was done, or why it was not, and says how the program ends. */
    final int outcome(KernelResult result, String done) {
        if (result instanceof Failed failed) {
            complain(failed.text());
            return ExitCode.UNUSABLE;
        }
        print("done: " + done);
        return ExitCode.OK;
    }

    /** For what cannot be done as it was asked for: one line, and exit code 2. */
    final ParameterException mistake(String whatAndRemedy) {
        return new ParameterException(spec.commandLine(), whatAndRemedy);
    }

    /** Reads a word by a parser that throws IllegalArgumentException with a line for the user. */
    final <T> T read(String word, Function<String, T> parser) {
        try {
            return parser.apply(word);
        } catch (IllegalArgumentException e) {
            throw mistake(e.getMessage());
        }
    }

    final Ipv4Address host(String word) {
        Ipv4Address address = read(word, Ipv4Address::parse);
        if (!address.isUsableAsHost()) {
            throw mistake(address + " is no host's address; give that of one neighbour");
        }
        return address;
    }
}
