package io.arpfailover.agent.cli.arp;

import io.arpfailover.agent.announce.Pace;
import io.arpfailover.agent.audit.Audit;
import io.arpfailover.agent.audit.Finding;
import io.arpfailover.agent.audit.FindingKind;
import io.arpfailover.agent.audit.Place;
import io.arpfailover.agent.bindings.BindingsFile;
import io.arpfailover.agent.bindings.BindingsReading;
import io.arpfailover.agent.cli.ConfigurationOption;
import io.arpfailover.agent.cli.ExitCode;
import io.arpfailover.agent.config.AgentConfiguration;
import io.arpfailover.agent.control.ControlClient;
import io.arpfailover.agent.control.ControlFailure;
import io.arpfailover.agent.control.NeighborReport;
import io.arpfailover.agent.kernel.NeighborState;
import io.arpfailover.agent.scan.AddressRange;
import io.arpfailover.agent.scan.ScanHost;
import io.arpfailover.agent.scan.ScanReport;
import io.arpfailover.agent.scan.ScanTiming;
import io.arpfailover.agent.scan.SteadyRate;
import io.arpfailover.agent.scan.Sweep;
import io.arpfailover.agent.scan.Targets;
import io.arpfailover.agent.stack.ArpStack;
import io.arpfailover.agent.stack.Station;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.coordinator.tenure.ClusterName;
import io.arpfailover.coordinator.time.MonotonicTime;
import io.arpfailover.coordinator.zookeeper.StoreException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code arp audit}: whether bindings, kernel, agent and wire agree about the addresses of a link. */
@Command(
        name = "audit",
        description =
                "Compares the bindings with the kernel's neighbour table, with the running agent's cache, and with"
                        + " who answers on the link.",
        exitCodeList = {" 0:everything agrees", " 1:something disagrees", ExitCode.UNUSABLE_MEANS, ExitCode.BUG_MEANS})
final class AuditCommand extends OnInterface {
    @Mixin
    private final SharedBindingsOption shared = new SharedBindingsOption();

    @Option(
            names = "--bindings",
            paramLabel = "FILE",
            description = "The bindings of a file: a line each, 'IP MAC [COMMENT]' or 'MAC IP [COMMENT]'.")
    private Optional<Path> file = Optional.empty();

    @Option(names = "--no-wire", description = "Ask nobody: compare only what is known here.")
    private boolean noWire;

    @Option(names = "--strict", description = "A bound address for which nobody answers is drift, too.")
    private boolean strict;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description =
                    "Frames in any second, at most (default: ${DEFAULT-VALUE}, which no switch takes for a flood).")
    private int rate = Pace.DEFAULT.frames();

    AuditCommand(ConfigurationOption configuration) {
        super(configuration);
    }

    @Override
    int run(ArpStack stack) throws InterruptedException {
        Audit audit = new Audit();
        try {
            if (!readFile(audit, stack.station()) || !readCluster(audit, stack.station())) {
                return ExitCode.UNUSABLE;
            }
        } catch (StoreException e) {
            return unusable(e.getMessage());
        }
        readHere(audit, stack);
        Optional<String> trouble = noWire ? Optional.empty() : askTheWire(audit, stack);
        if (trouble.isPresent()) {
            return unusable(trouble.get());
        }
        return print(audit);
    }

    private int unusable(String because) {
        err().println("arp audit: " + because);
        return ExitCode.UNUSABLE;
    }

    private boolean readFile(Audit audit, Station station) {
        if (file.isEmpty()) {
            return true;
        }
        BindingsReading read = BindingsFile.read(file.get());
        if (read instanceof BindingsReading.Invalid invalid) {
            invalid.problems().forEach(err()::println);
            return false;
        }
        if (read instanceof BindingsReading.Valid valid) {
            valid.bindings().forEach(binding -> bind(audit, station, Place.FILE, binding.address(), binding.mac()));
        }
        return true;
    }

    private boolean readCluster(Audit audit, Station station) throws StoreException, InterruptedException {
        if (file.isPresent() && !shared.isGiven()) {
            return true;
        }
        try {
            Optional<AgentConfiguration> configuration = configuration().ifThere();
            ClusterName cluster = shared.cluster(configuration)
                    .orElseThrow(
                            () -> mistake("which bindings? name a file with --bindings, or a cluster with --cluster"));
            shared.read(cluster, configuration)
                    .forEach(binding -> bind(
                            audit,
                            station,
                            Place.CLUSTER,
                            new Ipv4Address(binding.address().bits()),
                            new MacAddress(binding.mac().bits())));
            return true;
        } catch (IllegalArgumentException e) {
            throw mistake(e.getMessage());
        }
    }

    /** Bindings of other links tell nothing of this one. */
    private static void bind(Audit audit, Station station, Place place, Ipv4Address address, MacAddress mac) {
        if (station.prefixes().isEmpty() || station.networkOf(address).isPresent()) {
            audit.says(place, address, mac);
        }
    }

    private void readHere(Audit audit, ArpStack stack) {
        stack.kernel()
                .neighbors(stack.station().link().index())
                .forEach(entry -> entry.mac()
                        .filter(mac -> isBelieved(entry.state()))
                        .ifPresent(mac -> audit.says(Place.KERNEL, entry.address(), mac)));
        askTheAgent(audit, stack.station().link().name());
    }

    /** What an agent that does not run would know is no drift. */
    private void askTheAgent(Audit audit, String interfaceName) {
        Optional<AgentConfiguration> agent = configuration()
                .ifThere()
                .filter(found -> found.networkInterface().equals(interfaceName));
        if (agent.isEmpty()) {
            return;
        }
        try {
            new ControlClient(agent.get().control()).neighbors().forEach(known -> agentSays(audit, known));
        } catch (ControlFailure e) {
            err().println("arp audit: without the agent's cache: " + e.getMessage());
        }
    }

    private static void agentSays(Audit audit, NeighborReport known) {
        known.mac()
                .filter(mac -> !known.state().equals("failed"))
                .ifPresent(mac -> audit.says(Place.AGENT, Ipv4Address.parse(known.address()), MacAddress.parse(mac)));
    }

    /** Whether the kernel sends to the MAC it has; of an entry that failed it only remembers it. */
    private static boolean isBelieved(NeighborState state) {
        return switch (state) {
            case REACHABLE, STALE, DELAY, PROBE, PERMANENT -> true;
            case NONE, INCOMPLETE, FAILED, NOARP -> false;
        };
    }

    /** Returns why it could not be done, if it could not. */
    private Optional<String> askTheWire(Audit audit, ArpStack stack) throws InterruptedException {
        List<Ipv4Address> others = audit.bound().stream()
                .filter(address -> !stack.station().has(address))
                .toList();
        audit.bound().stream()
                .filter(stack.station()::has)
                .forEach(own -> audit.says(Place.WIRE, own, stack.station().mac()));
        return others.isEmpty() ? Optional.empty() : ask(audit, stack, others);
    }

    private Optional<String> ask(Audit audit, ArpStack stack, List<Ipv4Address> addresses) throws InterruptedException {
        ScanRun question = new ScanRun(question(addresses), stack);
        try (Progress bar = Progress.of(this, question.progress().all())) {
            question.showOn(bar);
            stack.attach(question);
            question.start();
            stack.run(() -> question.isDone() || isStopAsked(), MonotonicTime.NEVER);
        }
        Optional<ScanReport> report = Optional.of(question)
                .filter(ended -> ended.isDone() && ended.trouble().isEmpty())
                .map(ScanRun::report);
        report.ifPresent(answers -> {
            addresses.forEach(audit::asked);
            answers.hosts().forEach(host -> answered(audit, host));
        });
        return report.isPresent()
                ? Optional.empty()
                : Optional.of(question.trouble()
                        .map(because -> "frames do not leave: " + because)
                        .orElse("stopped before everybody was asked; nothing was compared"));
    }

    /** In the form of a probe, so that nobody learns from it. */
    private Sweep question(List<Ipv4Address> addresses) {
        List<AddressRange> each = addresses.stream()
                .map(address -> new AddressRange(address, address))
                .toList();
        try {
            return new Sweep(
                    new Targets(each, Targets.MOST),
                    Ipv4Address.ANY,
                    Set.of(),
                    ScanTiming.DEFAULT,
                    new SteadyRate(Pace.perSecond(rate)));
        } catch (IllegalArgumentException e) {
            throw mistake("--rate: " + e.getMessage());
        }
    }

    private static void answered(Audit audit, ScanHost host) {
        host.macs().forEach(mac -> audit.says(Place.WIRE, host.address(), mac));
    }

    private int print(Audit audit) {
        List<Finding> findings = audit.findings();
        findings.forEach(finding -> {
            print(line(finding));
            print(json(finding));
        });
        long drifts = findings.stream()
                .filter(finding -> finding.kind().isDrift(strict))
                .count();
        print(summary(audit, findings, drifts));
        return drifts == 0 ? ExitCode.OK : ExitCode.REFUSED;
    }

    private static String summary(Audit audit, List<Finding> findings, long drifts) {
        return audit.size() + " addresses compared: " + drifts + " with drift, "
                + count(findings, FindingKind.SILENT) + " silent, " + count(findings, FindingKind.UNBOUND)
                + " not bound";
    }

    private static long count(List<Finding> findings, FindingKind kind) {
        return findings.stream().filter(finding -> finding.kind() == kind).count();
    }

    private static String line(Finding finding) {
        return String.format(Locale.ROOT, "%-11s  %s", finding.kind(), finding.line());
    }

    private JsonLine json(Finding finding) {
        JsonLine line = new JsonLine()
                .with("ip", finding.address())
                .with("kind", finding.kind())
                .with("drift", finding.kind().isDrift(strict));
        finding.says().forEach((place, macs) -> line.with(place.name().toLowerCase(Locale.ROOT), List.copyOf(macs)));
        return line;
    }
}
