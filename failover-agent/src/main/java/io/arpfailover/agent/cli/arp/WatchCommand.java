package io.arpfailover.agent.cli.arp;

import io.arpfailover.agent.bindings.BindingsFile;
import io.arpfailover.agent.bindings.BindingsReading;
import io.arpfailover.agent.cli.ConfigurationOption;
import io.arpfailover.agent.cli.DurationReader;
import io.arpfailover.agent.cli.ExitCode;
import io.arpfailover.agent.config.ConfigProblem;
import io.arpfailover.agent.inspect.Binding;
import io.arpfailover.agent.inspect.Bindings;
import io.arpfailover.agent.inspect.InspectionMode;
import io.arpfailover.agent.inspect.Policy;
import io.arpfailover.agent.inspect.RateLimit;
import io.arpfailover.agent.stack.ArpStack;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code arp watch}: what happens on the link, a line for each thing, until it is stopped. */
@Command(
        name = "watch",
        description = {
            "Watches all ARP on the link and tells what is noteworthy, each thing once a minute.",
            "Sends nothing and hinders nobody. Ends at Ctrl-C, with a summary."
        },
        exitCodeList = {" 0:ended as asked, whatever was found", ExitCode.UNUSABLE_MEANS, ExitCode.BUG_MEANS})
final class WatchCommand extends OnInterface {
    @Option(
            names = "--bindings",
            paramLabel = "FILE",
            description = "Who may use which address: lines of an address and a MAC address.")
    private Optional<Path> bindings = Optional.empty();

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            defaultValue = "log",
            description = "log: tell what would be denied. enforce: count it as denied (default: ${DEFAULT-VALUE}).")
    private InspectionMode mode = InspectionMode.LOG;

    @Option(
            names = "--rate",
            paramLabel = "FRAMES",
            defaultValue = "15",
            description = "How many frames a station may send in a second (default: ${DEFAULT-VALUE}).")
    private int rate = RateLimit.DEFAULT.frames();

    @Option(names = "--arpwatch", description = "Only what arpwatch tells, in its words.")
    private boolean arpwatch;

    @Option(names = "--all", description = "Also a line for every frame that is well formed.")
    private boolean all;

    @Option(names = "--count", paramLabel = "N", description = "Ends after this many findings.")
    private Optional<Integer> count = Optional.empty();

    @Option(
            names = "--for",
            paramLabel = "TIME",
            converter = DurationReader.class,
            description = "Ends after this time, such as 30s, 5m or 1h.")
    private Optional<Duration> time = Optional.empty();

    WatchCommand(ConfigurationOption configuration) {
        super(configuration);
    }

    @Override
    int run(ArpStack stack) throws InterruptedException {
        Policy policy = policy();
        MonotonicTime end = time.map(stack.now()::plus).orElse(MonotonicTime.NEVER);
        long most = count.map(given -> (long) atLeastOne(given)).orElse(Long.MAX_VALUE);
        BindingsReading read = bindings.map(BindingsFile::read).orElse(new BindingsReading.Valid(List.of()));
        if (read instanceof BindingsReading.Invalid invalid) {
            invalid.problems().stream().map(ConfigProblem::toString).forEach(err()::println);
            return ExitCode.UNUSABLE;
        }
        List<Binding> fixed = read instanceof BindingsReading.Valid valid ? valid.bindings() : List.of();
        WatchRun watch = new WatchRun(stack, policy, Bindings.of(fixed, List.of()), lines());
        stack.attach(watch);
        boolean unused = stack.run(() -> isStopAsked() || watch.told() >= most, end);
        watch.summarise();
        return ExitCode.OK;
    }

    private Policy policy() {
        if (mode == InspectionMode.OFF) {
            throw mistake("with --mode off there is nothing to watch; take log or enforce");
        }
        try {
            return Policy.DEFAULT.withMode(mode).withRate(RateLimit.DEFAULT.withFrames(rate));
        } catch (IllegalArgumentException e) {
            throw mistake("--rate: " + e.getMessage());
        }
    }

    private WatchLines lines() {
        if (isJson()) {
            return new WatchLines.Json(out(), all);
        }
        return arpwatch ? new WatchLines.Arpwatch(out()) : new WatchLines.Plain(out(), all);
    }

    private int atLeastOne(int given) {
        if (given < 1) {
            throw mistake("--count: at least 1");
        }
        return given;
    }
}
