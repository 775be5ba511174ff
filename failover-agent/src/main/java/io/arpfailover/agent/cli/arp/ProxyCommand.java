package io.arpfailover.agent.cli.arp;

import io.arpfailover.agent.cli.ConfigurationOption;
import io.arpfailover.agent.cli.DurationReader;
import io.arpfailover.agent.cli.ExitCode;
import io.arpfailover.agent.kernel.LinkState;
import io.arpfailover.agent.kernel.TunnelKind;
import io.arpfailover.agent.proxy.AddressRange;
import io.arpfailover.agent.proxy.HomeAgent;
import io.arpfailover.agent.proxy.ProxiedAddresses;
import io.arpfailover.agent.proxy.ProxyRight;
import io.arpfailover.agent.proxy.ProxySettings;
import io.arpfailover.agent.proxying.Forwarding;
import io.arpfailover.agent.stack.ArpStack;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.coordinator.time.MonotonicTime;
import io.arpfailover.coordinator.zookeeper.ProxyElection;
import io.arpfailover.coordinator.zookeeper.StoreException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code arp proxy}: answers for hosts that do not answer themselves, until it is stopped. */
@Command(
        name = "proxy",
        description = "Answers for other hosts (proxy ARP, RFC 1027; home agent, RFC 5944) until it is stopped.",
        footer = {
            "",
            "On standard input, unless that is a terminal, lines:",
            "  register IP CAREOF [SECONDS]   the host is away: a tunnel to CAREOF",
            "  return IP [MAC]                it is back; give its address back"
        },
        exitCodeList = {" 0:ended as asked", ExitCode.UNUSABLE_MEANS, ExitCode.BUG_MEANS})
final class ProxyCommand extends OnInterface {
    private static final int MOST_MOBILES = 1024;

    @Parameters(
            arity = "0..*",
            paramLabel = "ADDRESS|RANGE|PREFIX",
            description = "For whom: 10.9.0.7, 10.9.0.7-10.9.0.20, 10.9.1.0/24.")
    private List<String> addresses = new ArrayList<>();

    @Option(names = "--except", paramLabel = "ADDRESS|RANGE|PREFIX", description = "Not for these.")
    private List<String> exceptions = new ArrayList<>();

    @Option(
            names = "--answer-with",
            paramLabel = "own|real",
            description = "Our own MAC (default), or the host's, asked for once where it is not known.")
    private String answerWith = "own";

    @Option(
            names = "--bindings",
            paramLabel = "FILE",
            description = "Known MACs, lines of IP MAC. Probes for these addresses by others are answered.")
    private Optional<Path> bindings = Optional.empty();

    @Option(names = "--learn", description = "With --answer-with=real: learn the MACs from all frames of these hosts.")
    private boolean learn;

    @Option(
            names = "--delay",
            paramLabel = "TIME",
            defaultValue = "0ms",
            converter = DurationReader.class,
            description = "Wait a random time up to this before an answer (default: ${DEFAULT-VALUE}; Linux: 800ms).")
    private Duration delay = Duration.ZERO;

    @Option(
            names = "--broadcast-replies",
            description = "Answer to everybody, so that other proxies that wait hear it.")
    private boolean broadcastReplies;

    @Option(names = "--same-interface", description = "Also for hosts that no other interface leads to.")
    private boolean sameInterface;

    @Option(names = "--route-via", paramLabel = "IFACE", description = "Lead these addresses out of this interface.")
    private Optional<String> routeVia = Optional.empty();

    @Option(
            names = "--mobile",
            paramLabel = "IP=CAREOF[@SECONDS]",
            description = "This host is away: answer for it, and tunnel to CAREOF.")
    private List<String> mobiles = new ArrayList<>();

    @Option(names = "--tunnel", paramLabel = "ipip|gre|vxlan", description = "By such tunnels (default: ipip).")
    private Optional<String> tunnel = Optional.empty();

    @Mixin
    private ElectionOptions election = new ElectionOptions();

    ProxyCommand(ConfigurationOption configuration) {
        super(configuration);
    }

    @Override
    int run(ArpStack stack) throws InterruptedException {
        ProxyReport report = new ProxyReport(this);
        try (ProxyKernel kernel = new ProxyKernel(report, tunnelKind())) {
            return run(stack, kernel, report);
        } catch (IllegalArgumentException | StoreException e) {
            throw mistake(e.getMessage());
        }
    }

    private int run(ArpStack stack, ProxyKernel kernel, ProxyReport report)
            throws InterruptedException, StoreException {
        List<AddressRange> ranges = ProxyWords.ranges(addresses);
        List<ProxyWords.Away> away = mobiles.stream()
                .map(text -> ProxyWords.away(text, HomeAgent.FOR_EVER))
                .toList();
        if (ranges.isEmpty() && away.isEmpty() && tunnel.isEmpty()) {
            throw mistake("for whom? name addresses, or hosts that are away (--mobile, or --tunnel and lines on"
                    + " standard input)");
        }
        ProxyClient client = client(stack, kernel, report, settings(ranges));
        lead(stack, kernel, ranges);
        warnUnlessForwarding(stack, report);
        stack.attach(client);
        if (tunnel.isPresent()) {
            client.watchAll();
        }
        away.forEach(client::register);
        if (!MobileLines.isTerminal()) {
            new MobileLines(stack, client, report).readFrom(System.in);
        }
        report.event("listening", "listening on " + stack.station().link().name());
        return runUntilStopped(stack, client, report);
    }

    private int runUntilStopped(ArpStack stack, ProxyClient client, ProxyReport report)
            throws InterruptedException, StoreException {
        Optional<ProxyElection> decides = election.isGiven()
                ? Optional.of(election.open(new ProxyTurn(stack, client, report)))
                : Optional.empty();
        try {
            stack.run(this::isStopAsked, MonotonicTime.NEVER);
            return ExitCode.OK;
        } finally {
            decides.ifPresent(ProxyElection::close);
        }
    }

    private ProxyClient client(ArpStack stack, ProxyKernel kernel, ProxyReport report, ProxySettings settings) {
        Map<Ipv4Address, MacAddress> known = bindings.map(ProxyWords::bindings).orElse(Map.of());
        return new ProxyClient(
                stack,
                settings,
                known,
                new HomeAgent(MOST_MOBILES),
                kernel,
                report,
                election.isGiven() ? ProxyRight.NONE : ProxyRight.ALWAYS);
    }

    private ProxySettings settings(List<AddressRange> ranges) {
        ProxySettings settings = ProxySettings.of(new ProxiedAddresses(ranges, ProxyWords.ranges(exceptions)))
                .withDelay(delay, broadcastReplies);
        if (answersWithReal()) {
            return settings.withRealMacs(learn);
        }
        return sameInterface ? settings.alsoOnSameInterface() : settings;
    }

    private boolean answersWithReal() {
        return switch (answerWith) {
            case "own" -> false;
            case "real" -> true;
            default -> throw mistake("not a kind of answer: '" + answerWith + "' (own or real)");
        };
    }

    private void lead(ArpStack stack, ProxyKernel kernel, List<AddressRange> ranges) {
        if (routeVia.isEmpty()) {
            return;
        }
        LinkState out = stack.kernel()
                .link(routeVia.get())
                .orElseThrow(() -> mistake("there is no interface " + routeVia.get() + " to lead anything out of"));
        kernel.lead(ranges, out).ifPresent(trouble -> {
            throw mistake(trouble);
        });
    }

    private void warnUnlessForwarding(ArpStack stack, ProxyReport report) {
        if (!answersWithReal()) {
            Forwarding.trouble(stack.station().link().name()).ifPresent(report::trouble);
        }
    }

    private TunnelKind tunnelKind() {
        try {
            return TunnelKind.valueOf(tunnel.orElse("ipip").toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "not a kind of tunnel: '" + tunnel.orElse("") + "' (ipip, gre or vxlan)", e);
        }
    }
}
