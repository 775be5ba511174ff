package io.arpfailover.agent.takeover;

import io.arpfailover.agent.takeover.Effect.Notice;
import io.arpfailover.agent.takeover.Effect.Severity;
import java.util.Optional;

/** A state that a person should end, told when it begins and not again while it lasts. */
final class Alarm {
    private Optional<String> told = Optional.empty();

    /** The state is this; it is told if that is news. */
    Optional<Effect> raise(Severity severity, String text) {
        if (told.equals(Optional.of(text))) {
            return Optional.empty();
        }
        told = Optional.of(text);
        return Optional.of(new Notice(severity, text));
    }

    void over() {
        told = Optional.empty();
    }
}
