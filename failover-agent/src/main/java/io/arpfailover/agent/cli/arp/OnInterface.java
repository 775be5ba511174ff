package io.arpfailover.agent.cli.arp;

import io.arpfailover.agent.cli.ConfigurationOption;
import io.arpfailover.agent.cli.ExitCode;
import io.arpfailover.agent.cli.ProgramVersion;
import io.arpfailover.agent.stack.ArpStack;
import io.arpfailover.agent.stack.StackException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the commands that work on an interface have in common: finding it, opening it, and ending in order. */
@Command(
        mixinStandardHelpOptions = true,
        versionProvider = ProgramVersion.class,
        exitCodeListHeading = ExitCode.HEADING)
abstract class OnInterface implements Callable<Integer> {
    private static final int SECONDS_TO_END = 10;

    private final ConfigurationOption configuration;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean stopAsked;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private InterfaceOption interfaceOption = new InterfaceOption();

    @Option(names = "--json", description = "One JSON object per line.")
    private boolean json;

    OnInterface(ConfigurationOption configuration) {
        this.configuration = configuration;
    }

    /**
     * Does the work, prints what it finds, and says how the program ends. Mistakes in what was given throw
     * {@link #mistake}.
     */
    abstract int run(ArpStack stack) throws InterruptedException;

    @Override
    public final Integer call() throws InterruptedException {
        try (ArpStack stack = ArpStack.open(interfaceOption.chosen(configuration, spec))) {
            stopOnSignal(stack);
            return run(stack);
        } catch (StackException e) {
            err().println(name() + ": " + e.getMessage());
            return ExitCode.UNUSABLE;
        } finally {
            out().flush();
            ended.countDown();
        }
    }

    /** Whether SIGINT or SIGTERM has come: end in order, and soon. */
    final boolean isStopAsked() {
        return stopAsked;
    }

    final boolean isJson() {
        return json;
    }

    /** A line for people; nothing when the answer is JSON. */
    final void print(String line) {
        if (!json) {
            out().println(line);
        }
    }

    /** A line for programs; nothing when the answer is for people. */
    final void print(JsonLine line) {
        if (json) {
            out().println(line);
        }
    }

    final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    final PrintWriter err() {
        return spec.commandLine().getErr();
    }

    /** For what cannot be done as it was asked for: one line, and exit code 2. */
    final ParameterException mistake(String whatAndRemedy) {
        return new ParameterException(spec.commandLine(), whatAndRemedy);
    }

    final ConfigurationOption configuration() {
        return configuration;
    }

    private String name() {
        return spec.qualifiedName();
    }

    /** The first signal asks; the JVM then waits for {@link #run} to end, for a while. */
    private void stopOnSignal(ArpStack stack) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(stack), "stop"));
    }

    private void stop(ArpStack stack) {
        if (ended.getCount() == 0) {
            return;
        }
        stopAsked = true;
        stack.execute(() -> {}); // so that its loop turns and sees it
        try {
            boolean unused = ended.await(SECONDS_TO_END, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
