package io.arpfailover.agent.config;

import io.arpfailover.agent.health.CheckLevel;
import java.util.Optional;

/** What a user may have a silent gateway mean. */
enum GatewayLevel {
    REQUIRED,
    ADVISORY,
    /** It is not watched. */
    OFF;

    Optional<CheckLevel> level() {
        return switch (this) {
            case REQUIRED -> Optional.of(CheckLevel.REQUIRED);
            case ADVISORY -> Optional.of(CheckLevel.ADVISORY);
            case OFF -> Optional.empty();
        };
    }
}
