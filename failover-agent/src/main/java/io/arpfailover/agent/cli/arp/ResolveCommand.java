package io.arpfailover.agent.cli.arp;

import io.arpfailover.agent.announce.Pace;
import io.arpfailover.agent.announce.TokenBucket;
import io.arpfailover.agent.cli.ConfigurationOption;
import io.arpfailover.agent.cli.DurationReader;
import io.arpfailover.agent.cli.ExitCode;
import io.arpfailover.agent.neighbor.OwnStation;
import io.arpfailover.agent.neighbor.Resolver;
import io.arpfailover.agent.neighbor.ResolverLimits;
import io.arpfailover.agent.neighbor.ResolverTiming;
import io.arpfailover.agent.neighbor.Route;
import io.arpfailover.agent.neighbor.Routes;
import io.arpfailover.agent.neighbor.RoutingDecision;
import io.arpfailover.agent.stack.ArpStack;
import io.arpfailover.agent.stack.Station;
import io.arpfailover.agent.wire.Ipv4Address;
import io.arpfailover.agent.wire.Ipv4Prefix;
import io.arpfailover.agent.wire.MacAddress;
import io.arpfailover.coordinator.time.MonotonicTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code arp resolve}: which MAC address packets for a host go to. */
@Command(
        name = "resolve",
        description = "Asks which MAC address packets for an IPv4 address go to: the host's own when it is on the link,"
                + " else the gateway's.",
        exitCodeList = {
            " 0:every host answered",
            " 1:one of them did not answer",
            ExitCode.UNUSABLE_MEANS,
            ExitCode.BUG_MEANS
        })
final class ResolveCommand extends OnInterface implements ResolverClient.Listener {
    private static final int MOST_ADDRESSES = 1024;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);
    /** A link without an address has no network to lie outside of. */
    private static final Ipv4Prefix ANYTHING = new Ipv4Prefix(Ipv4Address.ANY, 0);

    @Parameters(paramLabel = "IP", arity = "1..*", converter = AddressReader.class, description = "Whom to ask for.")
    private List<Ipv4Address> addresses = new ArrayList<>();

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "3",
            description = "Requests for each, a second apart, 1 to 100 (default: ${DEFAULT-VALUE}).")
    private int count;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = DurationReader.class,
            description =
                    "How long an answer may take at most, such as 200ms (default: as long as there are requests).")
    private Optional<Duration> timeout = Optional.empty();

    @Option(
            names = "--rate",
            paramLabel = "FRAMES",
            defaultValue = "14",
            description = "Requests in a second for all of them (default: ${DEFAULT-VALUE}, since switches that inspect"
                    + " ARP switch a port off at more than 15).")
    private int rate;

    @ArgGroup
    private Sender sender = new Sender();

    private boolean silence;

    /** Who the requests come from. */
    private static final class Sender {
        @Option(
                names = "--source",
                paramLabel = "IP",
                converter = AddressReader.class,
                description = "Ask with this address of the interface (default: the one of the network asked in).")
        private Optional<Ipv4Address> source = Optional.empty();

        @Option(names = "--probe-form", description = "Ask with sender 0.0.0.0, from which nobody learns anything.")
        private boolean probeForm;
    }

    ResolveCommand(ConfigurationOption configuration) {
        super(configuration);
    }

    @Override
    int run(ArpStack stack) throws InterruptedException {
        Set<Ipv4Address> asked = new LinkedHashSet<>(addresses);
        Duration patience = checked(asked, stack.station());
        Map<Ipv4Address, Ipv4Address> nextHops = nextHops(asked, stack.station());
        Duration inTurn = Pace.perSecond(rate).time(nextHops.size() * count);
        MonotonicTime latest = stack.now().plus(patience).plus(inTurn);
        List<ResolverClient> clients = clients(stack, nextHops, patience, latest);
        clients.forEach(stack::attach);
        boolean unused = stack.run(
                () -> isStopAsked() || clients.stream().allMatch(ResolverClient::isDone), latest.plus(patience));
        return silence || isStopAsked() ? ExitCode.REFUSED : ExitCode.OK;
    }

    @Override
    public void answered(Ipv4Address destination, Ipv4Address nextHop, ResolverClient.Answer answer) {
        double millis = answer.after().toNanos() / NANOS_PER_MILLI;
        print("%s at %s  %.2f ms (%s)"
                .formatted(
                        where(destination, nextHop),
                        answer.mac(),
                        millis,
                        answer.by().words()));
        print(json(destination, nextHop)
                .with("answered", true)
                .with("mac", answer.mac())
                .with("millis", millis)
                .with("by", answer.by().name().toLowerCase(Locale.ROOT)));
    }

    @Override
    public void silent(Ipv4Address destination, Ipv4Address nextHop, ResolverClient.Attempts attempts) {
        silence = true;
        String requests = attempts.left() + (attempts.left() == 1 ? " request" : " requests");
        String hindrance = attempts.hindrance().map(why -> "; not sent: " + why).orElse("");
        String who = destination.equals(nextHop) ? "" : ", the gateway for " + destination + ",";
        print(nextHop + who + " does not answer (" + requests + hindrance + ")");
        print(json(destination, nextHop)
                .with("answered", false)
                .with("requests", attempts.left())
                .with("hindrance", attempts.hindrance()));
    }

    private static String where(Ipv4Address destination, Ipv4Address nextHop) {
        return destination.equals(nextHop) ? destination + " is" : destination + " is behind " + nextHop + ", which is";
    }

    private static JsonLine json(Ipv4Address destination, Ipv4Address nextHop) {
        return new JsonLine().with("address", destination).with("nextHop", nextHop);
    }

    /** How long an answer may take; throws when something was not given well. */
    private Duration checked(Set<Ipv4Address> asked, Station station) {
        if (asked.size() > MOST_ADDRESSES) {
            throw mistake("too many addresses: " + asked.size() + " (at most " + MOST_ADDRESSES
                    + "; for a whole network there is 'arp scan')");
        }
        if (count < 1 || count > 100) {
            throw mistake("--count: not a number of requests: " + count + " (1 to 100)");
        }
        if (rate < 1 || rate > 1000) {
            throw mistake("--rate: not a number of frames a second: " + rate + " (1 to 1000)");
        }
        sender.source.filter(source -> !station.has(source)).ifPresent(source -> {
            throw mistake("--source: " + station.link().name() + " does not have " + source + " (it has: "
                    + names(station) + "); without an address of its own it can ask with --probe-form");
        });
        Duration patience = timeout.orElse(Duration.ofSeconds(count));
        if (patience.isZero() || patience.compareTo(LONGEST_WAIT) > 0) {
            throw mistake("--timeout: not a time to wait (more than 0 and at most 1h)");
        }
        return patience;
    }

    private static String names(Station station) {
        return station.prefixes().isEmpty()
                ? "none"
                : station.prefixes().stream().map(Ipv4Prefix::toString).collect(Collectors.joining(", "));
    }

    /** Of those that have to be asked for; the others are told at once. */
    private Map<Ipv4Address, Ipv4Address> nextHops(Set<Ipv4Address> asked, Station station) {
        List<Ipv4Prefix> connected = station.prefixes().isEmpty() ? List.of(ANYTHING) : station.prefixes();
        Routes routes = new Routes(
                connected, station.gateway().map(Route::byDefault).stream().toList());
        Map<Ipv4Address, RoutingDecision> decisions = new LinkedHashMap<>();
        asked.forEach(address -> decisions.put(address, routes.decide(address)));
        decisions.forEach((address, decision) -> refuseUnroutable(address, decision, station));
        Map<Ipv4Address, Ipv4Address> nextHops = new LinkedHashMap<>();
        decisions.forEach((address, decision) ->
                nextHop(address, decision, station).ifPresent(nextHop -> nextHops.put(address, nextHop)));
        return nextHops;
    }

    private void refuseUnroutable(Ipv4Address address, RoutingDecision decision, Station station) {
        if (decision instanceof RoutingDecision.NoRoute && !address.isUsableAsHost()) {
            throw mistake("no host on a link can have " + address);
        }
        if (decision instanceof RoutingDecision.NoRoute) {
            throw mistake(address + " is not in a network of " + station.link().name() + " (" + names(station)
                    + "), and no default route leads over it; take another interface with -i");
        }
    }

    private Optional<Ipv4Address> nextHop(Ipv4Address address, RoutingDecision decision, Station station) {
        if (decision instanceof RoutingDecision.OnLink onLink) {
            return Optional.of(onLink.destination());
        }
        if (decision instanceof RoutingDecision.ThroughGateway through) {
            return Optional.of(through.gateway());
        }
        if (decision instanceof RoutingDecision.ToGroup group) {
            unasked(address, "a group", group.mac());
        } else {
            unasked(address, "this host itself", station.mac());
        }
        return Optional.empty();
    }

    private void unasked(Ipv4Address address, String what, MacAddress mac) {
        print(address + " is " + what + ", at " + mac);
        print(new JsonLine().with("address", address).with("mac", mac).with("is", what));
    }

    /** One for each address that requests come from. */
    private List<ResolverClient> clients(
            ArpStack stack, Map<Ipv4Address, Ipv4Address> nextHops, Duration patience, MonotonicTime latest) {
        TokenBucket bucket = new TokenBucket(Pace.perSecond(rate));
        Map<Optional<Ipv4Address>, ResolverClient> bySource = new HashMap<>();
        nextHops.forEach((destination, nextHop) -> bySource.computeIfAbsent(
                        source(stack.station(), nextHop),
                        source -> new ResolverClient(stack, resolver(stack, source), patience, latest, bucket, this))
                .ask(destination, nextHop));
        return List.copyOf(bySource.values());
    }

    private Optional<Ipv4Address> source(Station station, Ipv4Address nextHop) {
        return sender.probeForm ? Optional.empty() : sender.source.or(() -> station.sourceFor(nextHop));
    }

    private Resolver<Ipv4Address> resolver(ArpStack stack, Optional<Ipv4Address> source) {
        return new Resolver<>(
                new OwnStation(stack.station().mac(), source, Set.of()),
                ResolverTiming.DEFAULT.withMulticastSolicit(count),
                new ResolverLimits(0, MOST_ADDRESSES, MOST_ADDRESSES, MOST_ADDRESSES, MOST_ADDRESSES, MOST_ADDRESSES),
                destination -> 1,
                new SplittableRandom());
    }

    /** Reads an address from the command line. */
    static final class AddressReader implements ITypeConverter<Ipv4Address> {
        @Override
        public Ipv4Address convert(String text) {
            try {
                return Ipv4Address.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
