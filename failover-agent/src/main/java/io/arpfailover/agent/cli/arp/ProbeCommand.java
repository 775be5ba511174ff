package io.arpfailover.agent.cli.arp;

import io.arpfailover.agent.acd.AcdTiming;
import io.arpfailover.agent.announce.Pace;
import io.arpfailover.agent.cli.ConfigurationOption;
import io.arpfailover.agent.cli.ExitCode;
import io.arpfailover.agent.stack.ArpStack;
import io.arpfailover.agent.wire.Ipv4Address;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code arp probe}: whether addresses are free. */
@Command(
        name = "probe",
        description = "Probes whether addresses are free, all at the same time.",
        exitCodeList = {" 0:all addresses are free", " 1:one is in use", ExitCode.UNUSABLE_MEANS, ExitCode.BUG_MEANS})
final class ProbeCommand extends OnInterface {
    private static final int MOST_ADDRESSES = 256;
    private static final int PROBES_EACH = AcdTiming.RFC5227.probeNum();
    /** How much longer than it can take, before it is said that probes do not leave. */
    private static final Duration GRACE = Duration.ofSeconds(3);

    @Parameters(arity = "1..*", paramLabel = "IP", description = "The addresses.")
    private final List<String> named = new ArrayList<>();

    @ArgGroup
    private Speed speed = new Speed();

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "Frames in any second, at most (default: ${DEFAULT-VALUE}, which switches with ARP inspection"
                    + " let pass).")
    private int rate = Pace.DEFAULT.frames();

    /** One of both. */
    private static final class Speed {
        @Option(names = "--fast", description = "Within 200 ms, which misses a host that sleeps.")
        private boolean fast;

        @Option(names = "--rfc5227", description = "With the times of RFC 5227, 4 to 7 s (the default).")
        private boolean rfc5227;
    }

    ProbeCommand(ConfigurationOption configuration) {
        super(configuration);
    }

    @Override
    int run(ArpStack stack) throws InterruptedException {
        List<Ipv4Address> all = addresses();
        Map<Ipv4Address, String> own = Addresses.of(stack).interfaces();
        List<Ipv4Address> others =
                all.stream().filter(address -> !own.containsKey(address)).toList();
        AcdTiming timing = speed.fast && !speed.rfc5227 ? AcdTiming.FAST : AcdTiming.RFC5227;
        Pace pace = pace();
        ProbeRun run = new ProbeRun(others, timing, pace, RandomGenerator.getDefault(), stack);
        stack.attach(run);
        run.start();
        Duration longest =
                timing.worstCase().plus(pace.time(others.size() * PROBES_EACH)).plus(GRACE);
        stack.run(() -> run.isDone() || isStopAsked(), stack.now().plus(longest));
        all.forEach(address -> print(address, own, run.outcomes()));
        return exitCode(run, others.size() < all.size());
    }

    private int exitCode(ProbeRun run, boolean someOwn) {
        if (!run.isDone()) {
            err().println("arp probe: not all are known: "
                    + run.lastRefusal()
                            .map(because -> "probes do not leave: " + because)
                            .orElse("it was stopped"));
            return ExitCode.UNUSABLE;
        }
        boolean allFree = run.outcomes().values().stream().allMatch(ProbeRun.Outcome.Free.class::isInstance);
        return allFree && !someOwn ? ExitCode.OK : ExitCode.REFUSED;
    }

    private List<Ipv4Address> addresses() {
        try {
            List<Ipv4Address> read =
                    named.stream().map(Ipv4Address::parse).distinct().toList();
            Optional<Ipv4Address> nobodys =
                    read.stream().filter(address -> !address.isUsableAsHost()).findFirst();
            if (nobodys.isPresent() || read.size() > MOST_ADDRESSES) {
                throw mistake(nobodys.map(address -> "no host can have " + address)
                        .orElse("more than " + MOST_ADDRESSES + " addresses: probe them in parts"));
            }
            return read;
        } catch (IllegalArgumentException e) {
            throw mistake(e.getMessage());
        }
    }

    private Pace pace() {
        try {
            return Pace.perSecond(rate);
        } catch (IllegalArgumentException e) {
            throw mistake(e.getMessage());
        }
    }

    private void print(Ipv4Address address, Map<Ipv4Address, String> own, Map<Ipv4Address, ProbeRun.Outcome> outcomes) {
        Optional<String> ownInterface = Optional.ofNullable(own.get(address));
        Optional<ProbeRun.Outcome> outcome = Optional.ofNullable(outcomes.get(address));
        if (ownInterface.isPresent()) {
            print(address, "own", ownInterface.get(), "in use by this host, on " + ownInterface.get());
        } else if (outcome.isEmpty()) {
            print(address, "unknown", "", "not known");
        } else if (outcome.get() instanceof ProbeRun.Outcome.InUse inUse) {
            print(address, "in-use", inUse.by(), "in use by " + inUse.by());
        } else if (outcome.get() instanceof ProbeRun.Outcome.Contended contended) {
            print(address, "contended", contended.by(), "probed by " + contended.by() + " at the same time");
        } else {
            print(address, "free", "", "free");
        }
    }

    private void print(Ipv4Address address, String word, Object by, String sentence) {
        print(String.format(Locale.ROOT, "%-15s  %s", address, sentence));
        Optional<Object> who = Optional.of(by).filter(known -> !known.equals(""));
        print(new JsonLine().with("ip", address).with("state", word).with("by", who));
    }
}
