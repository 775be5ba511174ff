package io.arpfailover.agent.takeover;

import io.arpfailover.coordinator.tenure.Tenure;
import io.arpfailover.coordinator.tenure.TenureProtocol;
import java.util.Optional;

/** Why a member should prepare to serve. */
final class Occasion {
    private Occasion() {}

    /** The reason in a few words, when there is one. */
    static Optional<String> of(TenureProtocol tenure, SwitchoverRequest request) {
        return switch (tenure.standing()) {
            case VACANT -> Optional.of("nobody holds the addresses");
            case NAMED -> Optional.of("the tenure names us");
            case ABANDONED ->
                Optional.of(tenure)
                        .filter(TenureProtocol::mayClaim)
                        .flatMap(TenureProtocol::tenure)
                        .flatMap(Tenure::holder)
                        .map(holder -> "the session of " + holder + " has ended");
            case HELD_BY_OTHER -> request.wantsUs().map(id -> "switchover asked");
            case UNCERTAIN, LEASED -> Optional.empty();
        };
    }
}
