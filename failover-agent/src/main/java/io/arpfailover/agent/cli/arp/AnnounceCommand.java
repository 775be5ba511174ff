package io.arpfailover.agent.cli.arp;

import io.arpfailover.agent.announce.Pace;
import io.arpfailover.agent.cli.ConfigurationOption;
import io.arpfailover.agent.cli.DurationReader;
import io.arpfailover.agent.cli.ExitCode;
import io.arpfailover.agent.stack.ArpStack;
import io.arpfailover.agent.stack.Station;
import io.arpfailover.agent.wire.Ipv4Address;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code arp announce}: says that this host has addresses. */
@Command(
        name = "announce",
        description = "Announces addresses of this host, so that its neighbours send to it from now on.",
        exitCodeList = {
            " 0:every frame left, and with --gateway the gateway has repointed",
            " 1:a frame did not leave, or the gateway does not answer",
            ExitCode.UNUSABLE_MEANS,
            ExitCode.BUG_MEANS
        })
final class AnnounceCommand extends OnInterface {
    private static final int MOST_ADDRESSES = 256;
    private static final int MOST_ROUNDS = 100;
    private static final int FRAMES_EACH = 3;
    /** Failed sends are repeated for 2.6 s, and the gateway is asked for 0.3 s until it counts as silent. */
    private static final Duration GRACE = Duration.ofSeconds(3);

    @Parameters(arity = "1..*", paramLabel = "IP", description = "The addresses.")
    private final List<String> named = new ArrayList<>();

    @Option(names = "--form", paramLabel = "FORM", description = "request, reply or both (the default).")
    private AnnounceForm form = AnnounceForm.BOTH;

    @Option(
            names = "--count",
            paramLabel = "N",
            description = "So many times, 1 to 100 (default: ${DEFAULT-VALUE}; RFC 5227's ANNOUNCE_NUM).")
    private int count = 2;

    @Option(
            names = "--interval",
            paramLabel = "TIME",
            defaultValue = "2s",
            converter = DurationReader.class,
            description = "So long after each other, as in 500ms (default: ${DEFAULT-VALUE}; RFC 5227's"
                    + " ANNOUNCE_INTERVAL).")
    private Duration interval = Duration.ofSeconds(2);

    @Option(names = "--force", description = "Also addresses that this interface does not have.")
    private boolean force;

    @Option(names = "--gateway", description = "Ask the default gateway too, whose answer proves that it repointed.")
    private boolean askGateway;

    AnnounceCommand(ConfigurationOption configuration) {
        super(configuration);
    }

    @Override
    int run(ArpStack stack) throws InterruptedException {
        List<Ipv4Address> addresses = addresses(stack.station());
        AnnounceRun run = new AnnounceRun(addresses, form, rounds(), interval, gateway(stack.station()), stack);
        stack.attach(run);
        run.start();
        Duration longest = interval.multipliedBy(count)
                .plus(Pace.DEFAULT.time(addresses.size() * count * FRAMES_EACH))
                .plus(GRACE);
        stack.run(() -> run.isDone() || isStopAsked(), stack.now().plus(longest));
        boolean good = true;
        for (Ipv4Address address : addresses) {
            good &= print(address, run.account(address));
        }
        return good && run.allRoundsBegun() ? ExitCode.OK : ExitCode.REFUSED;
    }

    private List<Ipv4Address> addresses(Station station) {
        List<Ipv4Address> read = parsed();
        String name = station.link().name();
        for (Ipv4Address address : read) {
            if (!address.isUsableAsHost()) {
                throw mistake("no host can have " + address);
            }
            if (!force && !station.has(address)) {
                throw mistake(address + " is not on " + name + "; add it first or use --force");
            }
        }
        if (read.size() > MOST_ADDRESSES) {
            throw mistake("more than " + MOST_ADDRESSES + " addresses: announce them in parts");
        }
        return read;
    }

    private List<Ipv4Address> parsed() {
        try {
            return named.stream().map(Ipv4Address::parse).distinct().toList();
        } catch (IllegalArgumentException e) {
            throw mistake(e.getMessage());
        }
    }

    private int rounds() {
        if (count < 1 || count > MOST_ROUNDS) {
            throw mistake("--count " + count + " (1 to " + MOST_ROUNDS + ")");
        }
        return count;
    }

    private Optional<Ipv4Address> gateway(Station station) {
        if (askGateway && station.gateway().isEmpty()) {
            throw mistake("no default route leads over " + station.link().name() + ": there is no gateway to ask");
        }
        return station.gateway().filter(found -> askGateway);
    }

    /** Whether all is well with it. */
    private boolean print(Ipv4Address address, AnnounceRun.Account account) {
        print(String.format(
                Locale.ROOT,
                "%-15s  %d frames left%s%s",
                address,
                account.left(),
                account.refused().map(why -> "; one did not: " + why).orElse(""),
                askGateway ? receipt(account) : ""));
        print(new JsonLine()
                .with("ip", address)
                .with("frames", account.left())
                .with("refused", account.refused())
                .with("repointed", account.receipt().map(AnnounceRun.Receipt::gateway))
                .with(
                        "repointedMs",
                        account.receipt()
                                .map(receipt -> Math.round(receipt.after().toNanos() / 1e3) / 1e3)));
        return account.refused().isEmpty() && (!askGateway || account.receipt().isPresent());
    }

    private static String receipt(AnnounceRun.Account account) {
        return account.receipt()
                .map(receipt -> String.format(
                        Locale.ROOT,
                        "; the gateway (%s) repointed after %.1f ms",
                        receipt.gateway(),
                        receipt.after().toNanos() / 1e6))
                .orElse("; the gateway does not answer: it may still send elsewhere");
    }
}
