package io.arpfailover.agent.takeover;

import io.arpfailover.coordinator.tenure.NodeName;
import io.arpfailover.coordinator.tenure.Tenure;
import io.arpfailover.coordinator.tenure.TenureProtocol;
import io.arpfailover.coordinator.tenure.TenureProtocol.Standing;
import java.util.Optional;

/** Why a member should prepare to serve. */
final class Occasion {
    private Occasion() {}

    /** The reason in a few words, when there is one. */
    static Optional<String> of(Parts parts) {
        return switch (parts.tenure.standing()) {
            case NAMED -> Optional.of("the tenure names us");
            case VACANT -> unlessReserved(parts, "nobody holds the addresses");
            case SUSPECTED -> unlessReserved(parts, "no heartbeat from " + holder(parts.tenure));
            case ABANDONED -> unlessReserved(parts, loss(parts.tenure)).or(() -> asked(parts));
            case HELD_BY_OTHER -> asked(parts);
            case UNCERTAIN, LEASED -> Optional.empty();
        };
    }

    /** That the holder is lost, in a few words. */
    static String loss(TenureProtocol tenure) {
        return switch (tenure.tenure().map(Tenure::mode).orElseThrow()) {
            case SOLO -> "the session of " + holder(tenure) + " has ended";
            case PAIRED -> "no heartbeat from " + holder(tenure);
        };
    }

    /** What we would do by ourselves: not while nothing shall move, and not when somebody else had better. */
    private static Optional<String> unlessReserved(Parts parts, String why) {
        boolean free = abstention(parts).isEmpty() && !parts.around.intent().isPaused();
        return free ? Optional.of(why) : Optional.empty();
    }

    /** Why we leave the addresses alone. A server that fails a check is better than none, so not when it is the last. */
    static Optional<String> abstention(Parts parts) {
        boolean last = parts.tenure.standing() != Standing.VACANT
                || parts.around.fitHeir().isEmpty();
        return last ? parts.around.maintenance() : parts.reservation();
    }

    private static Optional<String> asked(Parts parts) {
        boolean possible = parts.reservation().isEmpty() || parts.request.isForced();
        return possible ? parts.request.wantsUs().map(id -> "switchover asked") : Optional.empty();
    }

    private static String holder(TenureProtocol tenure) {
        return tenure.tenure().flatMap(Tenure::holder).map(NodeName::text).orElse("nobody");
    }
}
