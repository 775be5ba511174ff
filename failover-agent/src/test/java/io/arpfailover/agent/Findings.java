package io.arpfailover.agent;

import io.arpfailover.agent.inspect.FindingKind;
import io.arpfailover.agent.wire.MacAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an agent's inspection has written into its log, in order. */
final class Findings {
    private static final Pattern LINE =
            Pattern.compile(".*finding=\"([^\"]+)\" ip=(\\S+) mac=(\\S+)(?: source=(\\S+))? before=.*");

    private final RunningAgent agent;
    private int read;

    Findings(RunningAgent agent) {
        this.agent = agent;
    }

    /**
     * One line.
     *
     * @param source whose frame it was, where the line says so
     */
    record Told(String kind, String ip, MacAddress mac, Optional<MacAddress> source) {
        boolean is(FindingKind one) {
            return kind.equals(one.toString());
        }
    }

    RunningAgent agent() {
        return agent;
    }

    /** Those since {@link #forget}. */
    List<Told> told() {
        return all().stream().skip(read).toList();
    }

    /** Begins anew. */
    void forget() {
        read = all().size();
    }

    void await(String what, Predicate<Told> one) {
        try {
            Program.await(what, () -> told().stream().anyMatch(one));
        } catch (AssertionError late) {
            throw new AssertionError(late.getMessage() + "; told " + told() + "; log " + agent.log(), late);
        }
    }

    private List<Told> all() {
        return agent.logOf("finding=").stream()
                .map(LINE::matcher)
                .filter(Matcher::matches)
                .map(line -> new Told(
                        line.group(1),
                        line.group(2),
                        MacAddress.parse(line.group(3)),
                        Optional.ofNullable(line.group(4)).map(MacAddress::parse)))
                .toList();
    }
}
