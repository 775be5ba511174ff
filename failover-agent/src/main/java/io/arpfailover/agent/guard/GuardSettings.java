package io.arpfailover.agent.guard;

import io.arpfailover.agent.config.InspectConfiguration;
import io.arpfailover.agent.config.InspectLevel;
import io.arpfailover.agent.inspect.InspectionMode;
import io.arpfailover.agent.inspect.Policy;

/** What a configuration means to the inspector. */
final class GuardSettings {
    private GuardSettings() {}

    static Policy policy(InspectConfiguration configuration) {
        return Policy.DEFAULT
                .withMode(mode(configuration.level()))
                .withRate(Policy.DEFAULT.rate().withFrames(configuration.framesPerSecond()))
                .withQuarantine(configuration.quarantine());
    }

    private static InspectionMode mode(InspectLevel level) {
        return switch (level) {
            case OFF -> InspectionMode.OFF;
            case LOG -> InspectionMode.LOG;
            case ENFORCE -> InspectionMode.ENFORCE;
        };
    }
}
