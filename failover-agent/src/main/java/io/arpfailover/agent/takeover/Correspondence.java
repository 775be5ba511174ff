package io.arpfailover.agent.takeover;

import io.arpfailover.coordinator.tenure.Member;
import io.arpfailover.coordinator.tenure.Mode;
import io.arpfailover.coordinator.tenure.NodeName;
import io.arpfailover.coordinator.tenure.Tenure;
import java.util.List;
import java.util.Optional;

/**
 * With whom datagrams are exchanged. While promises bind two members it is those two, whoever else may have joined;
 * otherwise whoever is there. It stays while nobody is, since promises do not need ZooKeeper.
 */
final class Correspondence {
    private final NodeName self;
    private Optional<Member> last = Optional.empty();

    Correspondence(NodeName self) {
        this.self = self;
    }

    /** The other member, if that is news. */
    Optional<Effect> news(Optional<Tenure> tenure, List<Member> others) {
        Optional<NodeName> bound =
                tenure.filter(known -> known.mode() == Mode.PAIRED).flatMap(this::partner);
        Optional<Member> other = others.stream()
                .filter(member -> bound.isEmpty() || bound.get().equals(member.node()))
                .findFirst();
        if (other.isEmpty() || other.equals(last)) {
            return Optional.empty();
        }
        last = other;
        return other.map(Effect.Correspond::new);
    }

    private Optional<NodeName> partner(Tenure tenure) {
        return tenure.isHeldBy(self) ? tenure.heir() : tenure.holder();
    }
}
