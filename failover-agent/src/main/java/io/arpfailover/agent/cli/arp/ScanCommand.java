package io.arpfailover.agent.cli.arp;

import io.arpfailover.agent.announce.Pace;
import io.arpfailover.agent.cli.ConfigurationOption;
import io.arpfailover.agent.cli.ExitCode;
import io.arpfailover.agent.scan.ScanHost;
import io.arpfailover.agent.scan.ScanReport;
import io.arpfailover.agent.scan.ScanTiming;
import io.arpfailover.agent.scan.SteadyRate;
import io.arpfailover.agent.scan.Sweep;
import io.arpfailover.agent.scan.Targets;
import io.arpfailover.agent.stack.ArpStack;
import io.arpfailover.agent.stack.Station;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code arp scan}: who is on the link. */
@Command(
        name = "scan",
        description = "Asks every address of a network who has it. Without vendors: a"
                + " table of them is out of date when it is printed.",
        exitCodeList = {" 0:somebody answered", " 1:nobody answered", ExitCode.UNUSABLE_MEANS, ExitCode.BUG_MEANS})
final class ScanCommand extends OnInterface {
    @Parameters(
            arity = "0..*",
            paramLabel = "CIDR|RANGE",
            description = "10.77.0.0/24, 10.77.0.1-10.77.0.50 or 10.77.0.5 (default: the interface's own networks).")
    private final List<String> named = new ArrayList<>();

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "Frames in any second, at most (default: ${DEFAULT-VALUE}).")
    private int rate = ScanTiming.DEFAULT_RATE.frames();

    @Option(
            names = "--retry",
            paramLabel = "N",
            description = "Ask those that stay silent N times in all (default: ${DEFAULT-VALUE}).")
    private int tries = ScanTiming.DEFAULT.tries();

    @Option(
            names = "--most",
            paramLabel = "N",
            description = "Addresses to ask at most (default: ${DEFAULT-VALUE}; up to 1048576).")
    private int most = Targets.USUAL_MOST;

    @Option(
            names = "--source",
            paramLabel = "IP",
            description = "The own address to ask with, or 0.0.0.0, from which nobody learns (default: that of the"
                    + " network asked, else 0.0.0.0).")
    private Optional<String> source = Optional.empty();

    ScanCommand(ConfigurationOption configuration) {
        super(configuration);
    }

    @Override
    int run(ArpStack stack) throws InterruptedException {
        ScanRun run = new ScanRun(sweep(stack), stack);
        try (Progress bar = Progress.of(this, run.progress().all())) {
            run.showOn(bar);
            stack.attach(run);
            run.start();
            stack.run(() -> run.isDone() || isStopAsked(), MonotonicTime.NEVER);
        }
        ScanReport report = run.report();
        print(report);
        run.trouble().ifPresent(because -> err().println("arp scan: given up, frames do not leave: " + because));
        if (run.trouble().isPresent()) {
            return ExitCode.UNUSABLE;
        }
        return report.hosts().isEmpty() ? ExitCode.REFUSED : ExitCode.OK;
    }

    private Sweep sweep(ArpStack stack) {
        Station station = stack.station();
        try {
            Pace pace = Pace.perSecond(rate);
            ScanTiming timing = new ScanTiming(tries, ScanTiming.DEFAULT.patience());
            Targets targets = RangeArguments.targets(RangeArguments.ranges(named, station), most, timing, pace);
            Ipv4Address sender = RangeArguments.sender(source, targets, station);
            return new Sweep(targets, sender, Addresses.of(stack).all(), timing, new SteadyRate(pace));
        } catch (IllegalArgumentException e) {
            throw mistake(e.getMessage());
        }
    }

    private void print(ScanReport report) {
        report.hosts().forEach(host -> {
            print(row(host));
            print(json(host));
        });
        print(summary(report));
        print(new JsonLine()
                .with("hosts", report.hosts().size())
                .with("duplicates", duplicates(report))
                .with("asked", report.asked())
                .with("own", report.skipped())
                .with("frames", report.frames())
                .with("ms", millis(report.took())));
    }

    private static String row(ScanHost host) {
        String row = String.format(
                Locale.ROOT, "%-15s  %s  %8.2f ms", host.address(), host.macs().get(0), millis(host.took()));
        String others = host.macs().stream().skip(1).map(Object::toString).collect(Collectors.joining(", "));
        return host.isDuplicate() ? row + "  DUPLICATE: also " + others : row;
    }

    private static JsonLine json(ScanHost host) {
        return new JsonLine()
                .with("ip", host.address())
                .with("mac", host.macs().get(0))
                .with("macs", host.macs())
                .with("duplicate", host.isDuplicate())
                .with("ms", millis(host.took()));
    }

    private static String summary(ScanReport report) {
        long duplicates = duplicates(report);
        String twice = duplicates == 0 ? "" : ", " + duplicates + " of them with more than one MAC";
        return String.format(
                Locale.ROOT,
                "%d of %d answered%s, in %.2f s with %d frames",
                report.hosts().size(),
                report.asked(),
                twice,
                millis(report.took()) / 1000,
                report.frames());
    }

    private static long duplicates(ScanReport report) {
        return report.hosts().stream().filter(ScanHost::isDuplicate).count();
    }

    private static double millis(Duration time) {
        return Math.round(time.toNanos() / 1e3) / 1e3;
    }
}
