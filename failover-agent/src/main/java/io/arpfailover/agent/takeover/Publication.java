package io.arpfailover.agent.takeover;

import java.util.Optional;

/** What the other member was last told of us. */
final class Publication {
    private Optional<Effect.Publish> last = Optional.empty();

    /** It must be told anew, whatever it knows. */
    void forget() {
        last = Optional.empty();
    }

    /** The same, if it is news. */
    Optional<Effect> news(Effect.Publish health) {
        if (last.equals(Optional.of(health))) {
            return Optional.empty();
        }
        last = Optional.of(health);
        return Optional.of(health);
    }
}
