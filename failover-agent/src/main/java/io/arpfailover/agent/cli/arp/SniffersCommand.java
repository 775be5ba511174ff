package io.arpfailover.agent.cli.arp;

import io.arpfailover.agent.announce.Pace;
import io.arpfailover.agent.cli.ConfigurationOption;
import io.arpfailover.agent.cli.ExitCode;
import io.arpfailover.agent.scan.ScanTiming;
import io.arpfailover.agent.scan.SteadyRate;
import io.arpfailover.agent.scan.Targets;
import io.arpfailover.agent.sniffer.Bait;
import io.arpfailover.agent.sniffer.HuntTiming;
import io.arpfailover.agent.sniffer.SnifferFinding;
import io.arpfailover.agent.sniffer.SnifferHunt;
import io.arpfailover.agent.sniffer.Verdict;
import io.arpfailover.agent.stack.ArpStack;
import io.arpfailover.agent.stack.Station;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code arp sniffers}: whose interface is in promiscuous mode. */
@Command(
        name = "sniffers",
        description = "Finds interfaces in promiscuous mode by what they answer that is not sent to them."
                + " Each 1 in the pattern is an answer: 1_____1_ is an ordinary Linux.",
        exitCodeList = {
            " 0:somebody answered, whatever the verdicts",
            " 1:nobody answered",
            ExitCode.UNUSABLE_MEANS,
            ExitCode.BUG_MEANS
        })
final class SniffersCommand extends OnInterface {
    private static final int DEFAULT_RATE = 500;
    /** Ten questions to one suspect, of which most go unanswered three times. */
    private static final ScanTiming QUESTIONS_EACH =
            new ScanTiming(Bait.values().length + 1, ScanTiming.DEFAULT.patience());

    @Parameters(
            arity = "0..*",
            paramLabel = "CIDR|IP",
            description = "10.77.0.0/24, 10.77.0.1-10.77.0.50 or 10.77.0.5 (default: the interface's own networks).")
    private final List<String> named = new ArrayList<>();

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "Frames in any second, at most (default: ${DEFAULT-VALUE}).")
    private int rate = DEFAULT_RATE;

    SniffersCommand(ConfigurationOption configuration) {
        super(configuration);
    }

    @Override
    int run(ArpStack stack) throws InterruptedException {
        HuntRun run = new HuntRun(hunt(stack), stack);
        try (Progress bar = Progress.of(this, run.wholeProgress())) {
            run.showOn(bar);
            stack.attach(run);
            run.start();
            stack.run(() -> run.isDone() || isStopAsked(), MonotonicTime.NEVER);
        }
        print(run.findings());
        run.trouble().ifPresent(because -> err().println("arp sniffers: given up, frames do not leave: " + because));
        if (run.trouble().isPresent()) {
            return ExitCode.UNUSABLE;
        }
        return count(run.findings(), Verdict.SILENT) == run.findings().size() ? ExitCode.REFUSED : ExitCode.OK;
    }

    private SnifferHunt hunt(ArpStack stack) {
        Station station = stack.station();
        try {
            Pace pace = Pace.perSecond(rate);
            Targets targets = RangeArguments.targets(
                    RangeArguments.ranges(named, station), Targets.USUAL_MOST, QUESTIONS_EACH, pace);
            Ipv4Address sender = RangeArguments.sender(Optional.empty(), targets, station);
            return new SnifferHunt(
                    targets,
                    sender,
                    Addresses.of(stack).all(),
                    InterfaceMedium.ofThisHost().of(station.link().name()),
                    HuntTiming.DEFAULT,
                    new SteadyRate(pace));
        } catch (IllegalArgumentException e) {
            throw mistake(e.getMessage());
        }
    }

    /** The silent ones only where a program reads it, or where nothing else was asked about. */
    private void print(List<SnifferFinding> findings) {
        boolean each = named.stream().allMatch(name -> name.matches("[0-9.]+")) && !named.isEmpty();
        findings.stream().sorted(Comparator.comparing(SnifferFinding::address)).forEach(finding -> {
            if (each || finding.verdict() != Verdict.SILENT) {
                print(row(finding));
            }
            print(json(finding));
        });
        print(count(findings, Verdict.PROMISCUOUS) + " promiscuous, " + count(findings, Verdict.NOT_PROMISCUOUS)
                + " not, " + count(findings, Verdict.INCONCLUSIVE) + " inconclusive, "
                + count(findings, Verdict.SILENT) + " silent");
    }

    private static long count(List<SnifferFinding> findings, Verdict verdict) {
        return findings.stream().filter(finding -> finding.verdict() == verdict).count();
    }

    private static String row(SnifferFinding finding) {
        String mac = finding.mac().map(Object::toString).orElse("-");
        return String.format(
                Locale.ROOT,
                "%-15s  %-17s  %s  %s (%s): %s",
                finding.address(),
                mac,
                finding.pattern().signature(),
                word(finding.verdict()),
                word(finding.confidence()),
                finding.why());
    }

    private static JsonLine json(SnifferFinding finding) {
        return new JsonLine()
                .with("ip", finding.address())
                .with("mac", finding.mac())
                .with("verdict", word(finding.verdict()))
                .with("confidence", word(finding.confidence()))
                .with("pattern", finding.pattern().signature())
                .with("answeredForNobody", finding.pattern().has(Bait.NOBODY))
                .with("why", finding.why());
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
