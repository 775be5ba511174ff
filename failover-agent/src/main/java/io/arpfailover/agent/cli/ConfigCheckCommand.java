package io.arpfailover.agent.cli;

import io.arpfailover.agent.bindings.BindingsFile;
import io.arpfailover.agent.config.AgentConfiguration;
import io.arpfailover.agent.config.ConfigProblem;
import io.arpfailover.agent.config.ConfigurationReading;
import io.arpfailover.agent.config.HostCheck;
import io.arpfailover.agent.config.HostView;
import io.arpfailover.agent.config.Key;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.Ipv4Prefix;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code config check}: whether the agent would run with this configuration on this machine. */
@Command(
        name = "check",
        description = "Checks the configuration against its rules and against this machine; changes nothing.",
        mixinStandardHelpOptions = true,
        versionProvider = ProgramVersion.class)
final class ConfigCheckCommand implements Callable<Integer> {
    private final ConfigurationOption configuration;
    private final HostView host;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--keys", description = "Lists every key that a configuration may have, and does nothing else.")
    private boolean keys;

    ConfigCheckCommand(ConfigurationOption configuration, HostView host) {
        this.configuration = configuration;
        this.host = host;
    }

    @Override
    public Integer call() {
        if (keys) {
            Arrays.stream(Key.values()).map(ConfigCheckCommand::line).forEach(out()::println);
            return ExitCode.OK;
        }
        PrintWriter err = spec.commandLine().getErr();
        return configuration.read(err).map(valid -> check(valid, err)).orElse(ExitCode.UNUSABLE);
    }

    private int check(ConfigurationReading.Valid valid, PrintWriter err) {
        HostCheck check = new HostCheck(valid, host);
        List<ConfigProblem> problems = new ArrayList<>(check.problems());
        valid.configuration().inspect().bindings().ifPresent(file -> problems.addAll(BindingsFile.problems(file)));
        ConfigurationOption.print(problems, err);
        if (!problems.isEmpty()) {
            return ExitCode.UNUSABLE;
        }
        out().println(valid.positions().file() + ": " + summary(valid.configuration(), check.gateway()));
        return ExitCode.OK;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private static String summary(AgentConfiguration checked, Optional<Ipv4Address> gateway) {
        String addresses =
                checked.addresses().stream().map(Ipv4Prefix::toString).collect(Collectors.joining(", "));
        return "good: " + checked.cluster() + " on " + checked.node() + " shares " + addresses + " over "
                + checked.networkInterface() + ", "
                + gateway.map(known -> "gateway " + known)
                        .orElse("no gateway (takeovers cannot be proved; add 'gateway:')")
                + ", " + promises(checked);
    }

    private static String promises(AgentConfiguration checked) {
        return checked.peer()
                .map(peer -> "promises of " + checked.timing().promise().toMillis() + " ms over "
                        + peer.listen().stream().map(Ipv4Address::toString).collect(Collectors.joining(" and ")))
                .orElse("no promises (takeovers wait for ZooKeeper; add 'peer:')");
    }

    private static String line(Key key) {
        String presence = switch (key.presence()) {
            case REQUIRED -> "required, such as " + key.written();
            case OPTIONAL -> "optional, such as " + key.written();
            case DEFAULT -> "default " + key.text();
            case SECTION -> "section";
            case SECTIONS -> "list of sections, such as " + key.text();
        };
        return String.format("%-23s %s (%s)", key.path(), key.meaning(), presence);
    }
}
