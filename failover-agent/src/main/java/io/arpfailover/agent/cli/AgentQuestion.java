package io.arpfailover.agent.cli;

import io.arpfailover.agent.config.ConfigurationReading;
import io.arpfailover.agent.control.ControlClient;
import io.arpfailover.agent.control.ControlFailure;
import io.arpfailover.agent.control.ControlResponse;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What the commands that ask the running agent have in common: finding it, and saying so when it cannot be asked. */
@Command(mixinStandardHelpOptions = true, versionProvider = ProgramVersion.class)
abstract class AgentQuestion implements Callable<Integer> {
    private final ConfigurationOption configuration;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    AgentQuestion(ConfigurationOption configuration) {
        this.configuration = configuration;
    }

    /** Asks, prints the answer, and says how the program ends. */
    abstract int ask(ControlClient agent) throws ControlFailure;

    @Override
    public final Integer call() {
        Optional<ConfigurationReading.Valid> read =
                configuration.read(spec.commandLine().getErr());
        if (read.isEmpty()) {
            return ExitCode.UNUSABLE;
        }
        try {
            return ask(new ControlClient(read.get().configuration().control()));
        } catch (ControlFailure e) {
            spec.commandLine().getErr().println("failover-agent: " + e.getMessage());
            return ExitCode.UNUSABLE;
        }
    }

    /** Prints what became of a wish, and says how the program ends. */
    final int outcome(ControlResponse.Outcome answer) {
        if (answer.done()) {
            print("done: " + answer.because());
            return ExitCode.OK;
        }
        spec.commandLine().getErr().println("refused: " + answer.because());
        return ExitCode.REFUSED;
    }

    final PrintWriter err() {
        return spec.commandLine().getErr();
    }

    final void print(String line) {
        spec.commandLine().getOut().println(line);
    }
}
