package io.arpfailover.coordinator.zookeeper;

import io.arpfailover.coordinator.tenure.ClusterName;
import io.arpfailover.coordinator.tenure.Member;
import io.arpfailover.coordinator.tenure.NodeName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Who is registered in a cluster at one version of its members node, and whether one more may be.
 *
 * @param version of the members node: each registration names it and makes it one more
 * @param entries by node name
 */
record Roster(ClusterName cluster, int version, SortedMap<String, Entry> entries) {
    private static final int MEMBERS = 2;

    /**
     * One member node.
     *
     * @param owner the session that created it
     * @param version its data version
     */
    record Entry(long owner, int version, Decoded<Member> member) {}

    /** What a member has to do to be registered. */
    sealed interface Decision {
        /** Nothing: its node belongs to the present session. */
        record Keep() implements Decision {}

        record Create() implements Decision {}

        /** Take the node of our own earlier run or session, which had this version, in one step. */
        record Replace(int version) implements Decision {}

        record Refuse(String why) implements Decision {}
    }

    /**
     * Decides for {@code self} in {@code session}.
     *
     * @param successor the incarnation that took our node from us while our session lived, if one did
     */
    Decision decide(Member self, long session, Optional<String> successor) {
        Optional<Entry> own = Optional.ofNullable(entries.get(self.node().text()));
        if (own.isPresent() && own.get().owner() == session) {
            return new Decision.Keep();
        }
        return ownRefusal(self, own, successor)
                .or(() -> othersRefusal(self))
                .<Decision>map(Decision.Refuse::new)
                .orElseGet(() -> own.<Decision>map(entry -> new Decision.Replace(entry.version()))
                        .orElseGet(Decision.Create::new));
    }

    /** The record of one member, if it is registered and can be read. */
    Optional<Member> member(NodeName node) {
        return Optional.ofNullable(entries.get(node.text()))
                .flatMap(entry -> entry.member().value());
    }

    private Optional<String> ownRefusal(Member self, Optional<Entry> own, Optional<String> successor) {
        if (own.isEmpty()) {
            return Optional.empty();
        }
        Optional<Member> present = own.get().member().value();
        if (present.isEmpty()) {
            return Optional.of(unreadable(self.node().text(), own.get().member().why()));
        }
        String where = "cluster " + cluster + " already has a node " + self.node();
        if (!present.get().host().equals(self.host())) {
            return Optional.of(
                    where + ", on host " + present.get().host() + "; give this one another name, or wait until"
                            + " that session has ended if this server just restarted");
        }
        if (successor.isPresent() && successor.get().equals(present.get().incarnation())) {
            return Optional.of(where + ": a second agent on this host took its place; stop one of them");
        }
        return Optional.empty();
    }

    private Optional<String> othersRefusal(Member self) {
        List<Map.Entry<String, Entry>> others = entries.entrySet().stream()
                .filter(entry -> !entry.getKey().equals(self.node().text()))
                .toList();
        if (others.size() >= MEMBERS) {
            String names = others.get(0).getKey() + " and " + others.get(1).getKey();
            return Optional.of("cluster " + cluster + " already has members " + names
                    + "; stop one of them, or choose another cluster name");
        }
        return others.stream().findFirst().flatMap(other -> disagreement(self, other));
    }

    private Optional<String> disagreement(Member self, Map.Entry<String, Entry> other) {
        Decoded<Member> record = other.getValue().member();
        if (record.value().isEmpty()) {
            return Optional.of(unreadable(other.getKey(), record.why()));
        }
        return disagreement(self, record.value().get());
    }

    private static Optional<String> disagreement(Member self, Member other) {
        if (!other.addresses().equals(self.addresses())) {
            return Optional.of("addresses differ: " + self.addresses() + " here, " + other.addresses() + " on member "
                    + other.node() + "; configure the same list on both");
        }
        return timing("promise", self.promise(), other.promise(), other.node())
                .or(() -> timing("restart", self.restart(), other.restart(), other.node()));
    }

    /** One that keeps a promise for less than the other counts on would let two servers own the addresses. */
    private static Optional<String> timing(String which, Duration ours, Duration theirs, NodeName other) {
        return ours.equals(theirs)
                ? Optional.empty()
                : Optional.of("timing differs: " + which + " " + ours.toMillis() + " ms here, " + theirs.toMillis()
                        + " ms on member " + other + "; configure the same on both");
    }

    private String unreadable(String node, String why) {
        return "the record of member " + node + " in cluster " + cluster + " cannot be read (" + why
                + "); run the same version on both members";
    }
}
