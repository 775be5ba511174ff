package io.arpfailover.agent.kernel;

import io.arpfailover.agent.kernel.KernelResult.Done;
import io.arpfailover.agent.kernel.KernelResult.Failed;
import io.arpfailover.agent.kernel.KernelResult.Reason;
import io.arpfailover.agent.wire.MacAddress;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Stations whose frames this machine's kernel drops on one interface, each for a time; a table of nftables of its own.
 *
 * <p>It keeps no list of whom to spare: that is decided before. The kernel ends each time alone, so nobody stays shut
 * out because this process is dead. What captures see is not changed: they are before it on a frame's way.
 *
 * <p>It acts in the network namespace of the thread that opened it. Any thread may call; one call at a time runs.
 * Closing leaves the table as it is, so that a restart frees nobody; {@link #remove} takes it away.
 */
public final class Quarantine implements AutoCloseable {
    public static final Duration SHORTEST = Duration.ofSeconds(1);
    public static final Duration LONGEST = Duration.ofDays(7);

    private final Nftables nftables;
    private final QuarantineRules rules;

    private Quarantine(Nftables nftables, QuarantineRules rules) {
        this.nftables = nftables;
        this.rules = rules;
    }

    /**
     * Loads the library; changes nothing yet.
     *
     * @param most how many stations may be in it at a time, 1 to 10000
     * @throws KernelException when libnftables is missing
     */
    public static Quarantine open(String interfaceName, int most) {
        QuarantineRules rules = QuarantineRules.of(interfaceName, most);
        return new Quarantine(Nftables.open(), rules);
    }

    /** Makes the table anew, with nobody in it. */
    public synchronized KernelResult install() {
        Nftables.Outcome outcome = nftables.run(rules.install());
        return outcome.done() ? new Done() : failed("install", outcome, this::reasonNotToInstall);
    }

    /**
     * Drops what comes from this station, for this time from now on, whatever was left of another.
     *
     * @param mac no group: that would be everybody
     * @param time {@link #SHORTEST} to {@link #LONGEST}
     * @return {@link Reason#REFUSED} also when there are as many as there may be
     */
    public synchronized KernelResult add(MacAddress mac, Duration time) {
        if (mac.isGroup() || time.compareTo(SHORTEST) < 0 || time.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("cannot shut out " + mac + " for " + time);
        }
        return result("add " + mac + " to", nftables.run(rules.add(mac, time)));
    }

    /** Lets it in again; done also when it was not in there. */
    public synchronized KernelResult release(MacAddress mac) {
        return list().containsKey(mac)
                ? result("release " + mac + " from", nftables.run(rules.release(mac)))
                : new Done();
    }

    /** Who is in it, and for how long yet; nobody also when there is no table. */
    public synchronized Map<MacAddress, Duration> list() {
        Nftables.Outcome listing = nftables.run(rules.list());
        return listing.done() ? rules.remaining(listing.text()) : Map.of();
    }

    /** Takes the table away, and frees all. */
    public synchronized KernelResult remove() {
        return result("remove", nftables.run(rules.remove()));
    }

    private KernelResult result(String step, Nftables.Outcome outcome) {
        return outcome.done() ? new Done() : failed(step, outcome, this::reason);
    }

    /** The reason is found by asking again, not in the error's text, which is in the user's language. */
    private Failed failed(String step, Nftables.Outcome outcome, Supplier<Reason> reason) {
        String what = "cannot " + step + " quarantine table=" + rules.table() + " interface=" + rules.interfaceName();
        return Capability.missing().contains(Capability.CAP_NET_ADMIN)
                ? new Failed(Reason.NOT_PERMITTED, what + ": the process needs CAP_NET_ADMIN")
                : new Failed(reason.get(), what + ": " + outcome.text());
    }

    private Reason reason() {
        return nftables.run(rules.list()).done() ? Reason.REFUSED : Reason.TABLE_GONE;
    }

    private Reason reasonNotToInstall() {
        try (Rtnetlink rtnetlink = Rtnetlink.open()) {
            return rtnetlink.link(rules.interfaceName()).isEmpty() ? Reason.INTERFACE_GONE : Reason.REFUSED;
        }
    }

    @Override
    public synchronized void close() {
        nftables.close();
    }
}
