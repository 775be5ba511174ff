package io.arpfailover.coordinator.tenure;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What the records of a cluster say when somebody asks for something: enough to refuse at once what cannot be.
 *
 * <p>A request that is not refused here may still be refused later, by the members themselves.
 *
 * @param members those that are connected
 */
public record Situation(Tenure tenure, List<Member> members, Intent intent) {

    public Situation {
        members = List.copyOf(members);
    }

    /** What becomes of the wish for a switchover. */
    public sealed interface Verdict {
        /** Calls the function that fits, and answers with what it answers. */
        <T> T map(Function<NodeName, T> ask, Function<String, T> done, Function<String, T> refused);

        /** It can be asked of the members. */
        record Ask(NodeName to) implements Verdict {
            @Override
            public <T> T map(Function<NodeName, T> ask, Function<String, T> done, Function<String, T> refused) {
                return ask.apply(to);
            }
        }

        /** There is nothing to do, for this reason. */
        record Done(String because) implements Verdict {
            @Override
            public <T> T map(Function<NodeName, T> ask, Function<String, T> done, Function<String, T> refused) {
                return done.apply(because);
            }
        }

        /** It cannot be, for this reason. */
        record Refused(String because) implements Verdict {
            @Override
            public <T> T map(Function<NodeName, T> ask, Function<String, T> done, Function<String, T> refused) {
                return refused.apply(because);
            }
        }
    }

    /**
     * Judges a wish for a switchover.
     *
     * @param to the member that shall hold the addresses; empty means the one that does not hold them now
     * @param force whether it goes through although that member's checks fail or it is in maintenance
     */
    public Verdict switchover(Optional<NodeName> to, boolean force) {
        if (tenure.holder().isEmpty()) {
            return new Verdict.Refused("nobody holds the addresses yet; see 'status'");
        }
        Optional<NodeName> wanted = to.or(this::other);
        if (wanted.isEmpty()) {
            return new Verdict.Refused("there is no second server to take over; start its agent");
        }
        Optional<Member> heir = member(wanted.get());
        if (heir.isEmpty()) {
            return new Verdict.Refused(notConnected(wanted.get()));
        }
        if (tenure.isHeldBy(wanted.get())) {
            return new Verdict.Done(wanted.get() + " holds the addresses already");
        }
        return unable(heir.get())
                .filter(why -> !force)
                .<Verdict>map(Verdict.Refused::new)
                .orElseGet(() -> new Verdict.Ask(wanted.get()));
    }

    /** Why a member cannot be taken into maintenance: it is not known. One that is switched off may be known still. */
    public Optional<String> refusalOfMaintenance(NodeName node) {
        boolean known = member(node).isPresent()
                || tenure.isHeldBy(node)
                || tenure.heir().equals(Optional.of(node))
                || intent.isInMaintenance(node);
        return known ? Optional.empty() : Optional.of(notConnected(node));
    }

    private Optional<NodeName> other() {
        return members.stream()
                .map(Member::node)
                .filter(node -> !tenure.isHeldBy(node))
                .findFirst();
    }

    private Optional<Member> member(NodeName node) {
        return members.stream().filter(member -> member.node().equals(node)).findFirst();
    }

    private Optional<String> unable(Member heir) {
        if (intent.isInMaintenance(heir.node())) {
            return Optional.of(heir.node() + " is in maintenance; end that with 'maintenance off', or use --force");
        }
        return heir.fit()
                ? Optional.empty()
                : Optional.of(
                        heir.node() + " is not fit: " + heir.unfitBecause() + "; put that right there, or use --force");
    }

    private String notConnected(NodeName node) {
        String connected = members.isEmpty()
                ? "nobody is"
                : "connected: "
                        + members.stream().map(member -> member.node().text()).collect(Collectors.joining(", "));
        return node + " is not connected (" + connected + "); start its agent, or correct the name";
    }
}
